"""The brighter stars of the northern sky and the lines people draw between them.

Right ascension in hours, declination in degrees, visual magnitude: catalogue positions (J2000),
rounded to what a wall chart can show.
"""

STARS: dict[str, tuple[float, float, float]] = {
    # Ursa Major
    "Dubhe": (11.06, 61.75, 1.8), "Merak": (11.03, 56.38, 2.4), "Phecda": (11.90, 53.69, 2.4),
    "Megrez": (12.26, 57.03, 3.3), "Alioth": (12.90, 55.96, 1.8), "Mizar": (13.40, 54.93, 2.2),
    "Alkaid": (13.79, 49.31, 1.9),
    # Ursa Minor
    "Polaris": (2.53, 89.26, 2.0), "Yildun": (17.54, 86.59, 4.4), "eps UMi": (16.77, 82.04, 4.2),
    "zeta UMi": (15.73, 77.79, 4.3), "eta UMi": (16.29, 75.76, 5.0), "Kochab": (14.85, 74.16, 2.1),
    "Pherkad": (15.35, 71.83, 3.0),
    # Cassiopeia, Cepheus
    "Caph": (0.15, 59.15, 2.3), "Schedar": (0.68, 56.54, 2.2), "Navi": (0.95, 60.72, 2.5),
    "Ruchbah": (1.43, 60.24, 2.7), "Segin": (1.91, 63.67, 3.4),
    "Alderamin": (21.31, 62.59, 2.5), "Alfirk": (21.48, 70.56, 3.2), "Errai": (23.66, 77.63, 3.2),
    "iota Cep": (22.83, 66.20, 3.5), "zeta Cep": (22.18, 58.20, 3.4),
    # Draco
    "Eltanin": (17.94, 51.49, 2.2), "Rastaban": (17.51, 52.30, 2.8), "Kuma": (17.54, 55.18, 4.9),
    "Grumium": (17.89, 56.87, 3.8), "Altais": (19.21, 67.66, 3.1), "chi Dra": (18.35, 72.73, 3.6),
    "zeta Dra": (17.15, 65.71, 3.2), "eta Dra": (16.40, 61.51, 2.7), "iota Dra": (15.42, 58.97, 3.3),
    "Thuban": (14.07, 64.38, 3.7), "kappa Dra": (12.56, 69.79, 3.9), "lambda Dra": (11.52, 69.33, 3.8),
    # Perseus, Auriga
    "Mirfak": (3.41, 49.86, 1.8), "Algol": (3.14, 40.96, 2.1), "eps Per": (3.96, 40.01, 2.9),
    "zeta Per": (3.90, 31.88, 2.9), "gamma Per": (3.08, 53.51, 2.9), "delta Per": (3.72, 47.79, 3.0),
    "rho Per": (3.09, 38.84, 3.4),
    "Capella": (5.28, 46.00, 0.1), "Menkalinan": (5.99, 44.95, 1.9), "Mahasim": (5.99, 37.21, 2.6),
    "Hassaleh": (4.95, 33.17, 2.7), "Elnath": (5.44, 28.61, 1.7), "eta Aur": (5.11, 41.23, 3.2),
    # Taurus, Orion, the Dogs, Gemini
    "Aldebaran": (4.60, 16.51, 0.9), "zeta Tau": (5.63, 21.14, 3.0), "gamma Tau": (4.33, 15.63, 3.7),
    "delta Tau": (4.38, 17.54, 3.8), "eps Tau": (4.48, 19.18, 3.5), "Alcyone": (3.79, 24.11, 2.9),
    "lambda Tau": (4.01, 12.49, 3.5),
    "Betelgeuse": (5.92, 7.41, 0.5), "Bellatrix": (5.42, 6.35, 1.6), "Rigel": (5.24, -8.20, 0.1),
    "Saiph": (5.80, -9.67, 2.1), "Alnitak": (5.68, -1.94, 1.8), "Alnilam": (5.60, -1.20, 1.7),
    "Mintaka": (5.53, -0.30, 2.2), "Meissa": (5.59, 9.93, 3.5),
    "Sirius": (6.75, -16.72, -1.5), "Mirzam": (6.38, -17.96, 2.0), "Procyon": (7.66, 5.22, 0.4),
    "Gomeisa": (7.45, 8.29, 2.9),
    "Castor": (7.58, 31.89, 1.6), "Pollux": (7.76, 28.03, 1.1), "Alhena": (6.63, 16.40, 1.9),
    "Wasat": (7.34, 21.98, 3.5), "Mebsuta": (6.73, 25.13, 3.0), "Tejat": (6.38, 22.51, 2.9),
    "Propus": (6.25, 22.51, 3.3), "Mekbuda": (7.07, 20.57, 3.8), "tau Gem": (7.19, 30.25, 4.4),
    # Leo, Virgo, Bootes, the Crown
    "Regulus": (10.14, 11.97, 1.4), "eta Leo": (10.12, 16.76, 3.5), "Algieba": (10.33, 19.84, 2.0),
    "Adhafera": (10.28, 23.42, 3.4), "Rasalas": (9.88, 26.01, 3.9), "eps Leo": (9.76, 23.77, 3.0),
    "Zosma": (11.24, 20.52, 2.6), "Chertan": (11.24, 15.43, 3.3), "Denebola": (11.82, 14.57, 2.1),
    "Spica": (13.42, -11.16, 1.0), "Porrima": (12.69, -1.45, 2.7), "Vindemiatrix": (13.04, 10.96, 2.8),
    "delta Vir": (12.93, 3.40, 3.4), "zeta Vir": (13.58, -0.60, 3.4), "beta Vir": (11.84, 1.76, 3.6),
    "Arcturus": (14.26, 19.18, -0.1), "Izar": (14.75, 27.07, 2.4), "delta Boo": (15.26, 33.31, 3.5),
    "Nekkar": (15.03, 40.39, 3.5), "Seginus": (14.53, 38.31, 3.0), "rho Boo": (14.53, 30.37, 3.6),
    "eta Boo": (13.91, 18.40, 2.7),
    "Alphecca": (15.58, 26.71, 2.2), "beta CrB": (15.46, 29.11, 3.7), "theta CrB": (15.55, 31.36, 4.1),
    "gamma CrB": (15.71, 26.30, 3.8), "delta CrB": (15.83, 26.07, 4.6), "eps CrB": (15.96, 26.88, 4.1),
    # Hercules, Lyra, Cygnus, Aquila
    "zeta Her": (16.69, 31.60, 2.8), "eta Her": (16.71, 38.92, 3.5), "pi Her": (17.25, 36.81, 3.2),
    "eps Her": (17.00, 30.93, 3.9), "Kornephoros": (16.50, 21.49, 2.8), "delta Her": (17.25, 24.84, 3.1),
    "Rasalgethi": (17.24, 14.39, 3.1),
    "Vega": (18.62, 38.78, 0.0), "Sheliak": (18.83, 33.36, 3.5), "Sulafat": (18.98, 32.69, 3.2),
    "zeta Lyr": (18.75, 37.61, 4.3), "delta Lyr": (18.91, 36.90, 4.2),
    "Deneb": (20.69, 45.28, 1.3), "Sadr": (20.37, 40.26, 2.2), "Albireo": (19.51, 27.96, 3.1),
    "eta Cyg": (19.94, 35.08, 3.9), "delta Cyg": (19.75, 45.13, 2.9), "Gienah": (20.77, 33.97, 2.5),
    "zeta Cyg": (21.22, 30.23, 3.2), "kappa Cyg": (19.28, 53.37, 3.8),
    "Altair": (19.85, 8.87, 0.8), "Tarazed": (19.77, 10.61, 2.7), "Alshain": (19.92, 6.41, 3.7),
    "zeta Aql": (19.09, 13.86, 3.0), "delta Aql": (19.42, 3.11, 3.4), "theta Aql": (20.19, -0.82, 3.2),
    # Pegasus, Andromeda, Aries
    "Markab": (23.08, 15.21, 2.5), "Scheat": (23.06, 28.08, 2.4), "Algenib": (0.22, 15.18, 2.8),
    "Alpheratz": (0.14, 29.09, 2.1), "Enif": (21.74, 9.88, 2.4), "Homam": (22.69, 10.83, 3.4),
    "Biham": (22.17, 6.20, 3.5), "Matar": (22.72, 30.22, 2.9),
    "delta And": (0.66, 30.86, 3.3), "Mirach": (1.16, 35.62, 2.1), "Almach": (2.06, 42.33, 2.1),
    "mu And": (0.95, 38.50, 3.9),
    "Hamal": (2.12, 23.46, 2.0), "Sheratan": (1.91, 20.81, 2.6), "Mesarthim": (1.89, 19.29, 3.9),
}  # fmt: skip

LINES: tuple[str, ...] = (
    "Dubhe Merak Phecda Megrez Alioth Mizar Alkaid", "Megrez Dubhe",
    "Polaris|Yildun|eps UMi|zeta UMi|eta UMi|Pherkad|Kochab|zeta UMi",
    "Caph Schedar Navi Ruchbah Segin",
    "Alderamin|Alfirk|Errai|iota Cep|zeta Cep|Alderamin", "Alfirk|iota Cep",
    "Eltanin|Rastaban|Kuma|Grumium|Eltanin",
    "Grumium|Altais|chi Dra|zeta Dra|eta Dra|iota Dra|Thuban|kappa Dra|lambda Dra",
    "gamma Per|Mirfak|delta Per|eps Per|zeta Per", "Mirfak|Algol|rho Per",
    "Capella Menkalinan Mahasim Elnath Hassaleh", "Hassaleh|eta Aur|Capella",
    "Elnath|eps Tau|delta Tau|gamma Tau|Aldebaran|zeta Tau", "gamma Tau|lambda Tau",
    "Betelgeuse Bellatrix Mintaka Alnilam Alnitak Betelgeuse", "Alnitak Saiph Rigel Mintaka",
    "Betelgeuse Meissa Bellatrix", "Sirius Mirzam", "Procyon Gomeisa",
    "Castor|tau Gem|Mebsuta|Tejat|Propus", "Pollux Wasat Mekbuda Alhena", "Castor Pollux",
    "Regulus|eta Leo|Algieba|Adhafera|Rasalas|eps Leo", "Algieba Zosma Denebola Chertan Regulus",
    "Zosma Chertan",
    "beta Vir|Porrima|delta Vir|Vindemiatrix", "Porrima|Spica|zeta Vir|delta Vir",
    "Arcturus|Izar|delta Boo|Nekkar|Seginus|rho Boo|Arcturus|eta Boo",
    "theta CrB|beta CrB|Alphecca|gamma CrB|delta CrB|eps CrB",
    "zeta Her|eta Her|pi Her|eps Her|zeta Her|Kornephoros|Rasalgethi", "eps Her|delta Her|Kornephoros",
    "Vega|zeta Lyr|Sheliak|Sulafat|delta Lyr|zeta Lyr",
    "Deneb|Sadr|eta Cyg|Albireo", "kappa Cyg|delta Cyg|Sadr|Gienah|zeta Cyg",
    "Tarazed Altair Alshain", "zeta Aql|Tarazed", "Altair|delta Aql", "Alshain|theta Aql",
    "Markab Scheat Alpheratz Algenib Markab Homam Biham Enif", "Scheat Matar",
    "Alpheratz|delta And|Mirach|Almach", "Mirach|mu And",
    "Hamal Sheratan Mesarthim",
)  # fmt: skip
"""Chains of star names, parted by bars where a name has a space in it, by spaces elsewhere."""


def chains() -> list[list[str]]:
    return [chain.split("|" if "|" in chain else " ") for chain in LINES]
