# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Twenty-six customers who do not exist, from where such a shop would have some.

Every address is made up of real places' forms; every e-mail is under example.com (RFC 2606).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A customer with an address; ``country`` as ISO 3166-1 alpha-2, ``language`` as BCP 47."""

    first_name: str
    last_name: str
    email: str
    line1: str
    postcode: str
    city: str
    country: str
    line2: str = ""
    region: str = ""
    phone: str = ""
    company: str = ""
    language: str = "en"


PEOPLE: tuple[Person, ...] = (
    Person("Anna", "Lindqvist", "anna.lindqvist@example.com", "Bergsgatan 14", "414 63", "Göteborg", "SE", language="sv"),
    Person("Jürgen", "Weiß", "juergen.weiss@example.com", "Schönhauser Allee 112", "10439", "Berlin", "DE", language="de"),
    Person("Éloïse", "Dupré", "eloise.dupre@example.com", "27 rue de la Paix", "44000", "Nantes", "FR", language="fr"),
    Person("Ελένη", "Παπαδοπούλου", "eleni.p@example.com", "Αγίου Δημητρίου 48", "546 33", "Θεσσαλονίκη", "GR", language="el"),
    Person("Мария", "Иванова", "maria.ivanova@example.com", "ул. Граф Игнатиев 21", "1000", "София", "BG", language="bg"),
    Person("由美子", "佐藤", "yumiko.sato@example.com", "神宮前3丁目12-5", "150-0001", "渋谷区", "JP", region="東京都", language="ja"),
    Person("Siobhán", "Ní Bhriain", "siobhan@example.com", "8 Quay Street", "H91 XV30", "Galway", "IE", language="en"),
    Person("Tomás", "Herrera Muñoz", "tomas.herrera@example.com", "Calle de la Palma 33, 2.º B", "28004", "Madrid", "ES", region="Madrid", language="es"),
    Person("Zoë", "van den Berg", "zoe.vandenberg@example.com", "Oudegracht 219", "3511 NH", "Utrecht", "NL", language="nl"),
    Person("Łukasz", "Wiśniewski", "lukasz.w@example.com", "ul. Floriańska 17/4", "31-019", "Kraków", "PL", language="pl"),
    Person("Margaret", "Ashworth", "m.ashworth@example.com", "The Old Forge", "LA8 9LP", "Kendal", "GB", line2="Crook Road", language="en"),
    Person("Giulia", "D'Angelo", "giulia.dangelo@example.com", "Via San Donato 62", "40127", "Bologna", "IT", region="BO", language="it"),
    Person("Søren", "Ørsted", "soren.orsted@example.com", "Jægersborggade 40, 3. tv.", "2200", "København N", "DK", language="da"),
    Person("Noah", "Fitzgerald", "noah.fitzgerald@example.com", "418 Alder Street", "97205", "Portland", "US", line2="Apt 5", region="OR", language="en"),
    Person("Katarína", "Nováková", "katarina.novakova@example.com", "Obchodná 9", "811 06", "Bratislava", "SK", language="sk"),
    Person("Олена", "Шевченко", "olena.shevchenko@example.com", "вул. Саксаганського 54", "01033", "Київ", "UA", language="uk"),
    Person("Matteo", "Bernasconi", "matteo.bernasconi@example.com", "Via Nassa 11", "6900", "Lugano", "CH", language="it"),
    Person("Inês", "Carvalho", "ines.carvalho@example.com", "Rua das Flores 130", "4050-263", "Porto", "PT", language="pt"),
    Person("Aino", "Mäkelä", "aino.makela@example.com", "Vaasankatu 6 B 12", "00500", "Helsinki", "FI", language="fi"),
    Person("Benedikt", "Huber", "benedikt.huber@example.com", "Linke Wienzeile 84", "1060", "Wien", "AT", company="Huber & Tochter Rahmen", language="de"),
    Person("Chloé", "Tremblay", "chloe.tremblay@example.com", "2145, avenue du Mont-Royal Est", "H2H 1J8", "Montréal", "CA", region="QC", language="fr"),
    Person("Þóra", "Jónsdóttir", "thora@example.com", "Hverfisgata 58", "101", "Reykjavík", "IS", language="is"),
    Person("Mihai", "Ștefănescu", "mihai.stefanescu@example.com", "Strada Lipscani 12", "030031", "București", "RO", language="ro"),
    Person("Harriet", "Okafor", "harriet.okafor@example.com", "62 Broughton Street", "EH1 3SA", "Edinburgh", "GB", language="en"),
    Person("Jana", "Dvořáková", "jana.dvorakova@example.com", "Veveří 31", "602 00", "Brno", "CZ", language="cs"),
    Person("Ruth", "Mbeki-Smith", "ruth.mbeki@example.com", "17 Kloof Street", "8001", "Cape Town", "ZA", language="en"),
)  # fmt: skip
