# ruff: noqa: E501 - a section of shelves stays on one line
"""What the made-up shop sells: ten departments of six sections of five shelves.

A shelf is written "Frying pans"; what stands on it is one of them, "Frying pan", unless it is said: "Shelves/Shelf".
Goods are of the department's kind, unless the section says another in brackets.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of the third level: its path, what one thing on it is called, and what such things are like."""

    path: tuple[str, str, str]
    noun: str
    typical_price: float
    """The middle of its prices, in the shop's currency."""
    kind: str
    """Which options and facts its goods have: a key of demo.scale.facts.OPTIONS."""


DEPARTMENTS = {
    ("Kitchen", 32, "ware"): """
        Cookware: Frying pans, Saucepans, Casseroles, Roasting tins, Griddles
        Bakeware: Cake tins, Baking sheets, Pie dishes/Pie dish, Muffin trays, Loaf tins
        Knives and boards (tools): Chef's knives/Chef's knife, Bread knives/Bread knife, Paring knives/Paring knife, Chopping boards, Knife blocks
        Kitchen tools (tools): Ladles, Whisks, Graters, Peelers, Rolling pins
        Food storage: Storage jars, Bread bins, Lunch boxes/Lunch box, Spice racks, Cake stands
        Coffee and tea: Teapots, Coffee grinders, French presses/French press, Kettles, Tea strainers
    """,
    ("Tableware", 24, "ware"): """
        Plates and bowls: Dinner plates, Side plates, Pasta bowls, Cereal bowls, Serving platters
        Cups and glasses: Mugs, Espresso cups, Tumblers, Wine glasses/Wine glass, Carafes
        Cutlery (tools): Table forks, Table knives/Table knife, Dessert spoons, Steak knives/Steak knife, Salad servers
        Serving: Serving bowls, Gravy boats, Cheese boards, Butter dishes/Butter dish, Trays
        Table linen (cloth): Tablecloths, Napkins, Placemats, Table runners, Coasters
        Children at table: Children's plates, Bibs, Learning cups, Snack pots, Children's cutlery sets
    """,
    ("Living", 85, "furniture"): """
        Seating: Armchairs, Footstools, Benches/Bench, Rocking chairs, Poufs
        Tables: Coffee tables, Side tables, Console tables, Nesting tables, Desks
        Storage: Bookcases, Sideboards, Wall shelves/Wall shelf, Magazine racks, Storage baskets
        Lighting: Floor lamps, Table lamps, Pendant lamps, Wall lamps, Reading lamps
        Decoration: Vases, Wall clocks, Mirrors, Candle holders, Picture frames
        Rugs and throws (cloth): Wool rugs, Runner rugs, Throws, Floor cushions, Sheepskins
    """,
    ("Bedroom", 58, "cloth"): """
        Bed linen: Duvet covers, Pillowcases, Fitted sheets, Flat sheets, Bed linen sets
        Bedding: Duvets, Pillows, Mattress toppers, Mattress protectors, Bolsters
        Blankets: Wool blankets, Cotton blankets, Quilts, Bedspreads, Weighted blankets
        Bedroom furniture (furniture): Bedside tables, Chests of drawers/Chest of drawers, Headboards, Bed frames, Clothes rails
        Sleepwear: Pyjama sets, Nightshirts, Dressing gowns, Slippers/Slippers, Sleep masks
        Children's bedroom: Cot sheets, Sleeping bags, Night lights, Toy chests, Mobiles
    """,
    ("Bathroom", 28, "cloth"): """
        Towels: Bath towels, Hand towels, Guest towels, Beach towels, Towel sets
        Bath mats: Cotton bath mats, Wooden bath mats, Bath runners, Shower mats, Pedestal mats
        Bathroom storage (furniture): Laundry baskets, Towel rails, Shower caddies/Shower caddy, Bathroom cabinets, Bath racks
        Accessories (ware): Soap dishes/Soap dish, Toothbrush holders, Soap dispensers, Waste bins, Toilet brushes/Toilet brush
        Shower: Shower curtains, Shower heads, Squeegees, Shower stools, Curtain rings/Curtain rings
        Body care: Bath brushes/Bath brush, Soap bars, Sponges, Loofahs, Bath oils
    """,
    ("Garden", 45, "furniture"): """
        Garden furniture: Garden chairs, Garden tables, Sun loungers, Hammocks, Parasols
        Plants and pots: Plant pots, Window boxes/Window box, Hanging planters, Pot saucers, Plant stands
        Garden tools (tools): Trowels, Secateurs/Secateurs, Garden forks, Spades, Rakes
        Watering (tools): Watering cans, Garden hoses, Hose reels, Sprinklers, Rain gauges
        Outdoor living: Lanterns, Fire bowls, Outdoor rugs, Picnic blankets, Garden torches/Garden torch
        Wildlife: Bird feeders, Nest boxes/Nest box, Bird baths, Bee hotels, Hedgehog houses
    """,
    ("Clothing", 64, "clothes"): """
        Knitwear: Jumpers, Cardigans, Waistcoats, Rollnecks, Tank tops
        Shirts: Linen shirts, Oxford shirts, T-shirts, Polo shirts, Flannel shirts
        Outerwear: Raincoats, Parkas, Duffle coats, Quilted jackets, Gilets
        Bottoms: Jeans/Jeans, Chinos/Chinos, Shorts/Shorts, Skirts, Corduroy trousers/Corduroy trousers
        Dresses: Shirt dresses/Shirt dress, Wrap dresses/Wrap dress, Pinafores, Summer dresses/Summer dress, Jumpsuits
        Accessories: Scarves/Scarf, Gloves/Gloves, Beanies, Belts, Socks/Socks
    """,
    ("Stationery", 14, "paper"): """
        Notebooks: Pocket notebooks, Hardback notebooks, Sketchbooks, Reporter's notepads, Exercise books
        Writing: Fountain pens, Ballpoint pens, Pencils, Mechanical pencils, Fineliners
        Cards: Birthday cards, Thank-you cards, Postcards, Wedding cards, Card boxes/Card box
        Desk: Pen pots, Desk mats, Letter trays, Paperweights, Desk lamps
        Calendars: Wall calendars, Desk calendars, Diaries/Diary, Planners, Year planners
        Wrapping: Wrapping papers, Gift bags, Ribbons, Gift tags, Gift boxes/Gift box
    """,
    ("Toys", 26, "toys"): """
        Wooden toys: Building blocks/Building blocks, Train sets, Stacking rings/Stacking rings, Pull-along toys, Shape sorters
        Soft toys: Teddy bears, Rabbits, Hand puppets, Comforters, Rag dolls
        Games: Board games, Card games, Memory games, Dominoes/Dominoes, Chess sets
        Puzzles: Jigsaw puzzles, Floor puzzles, Brain teasers, Puzzle cubes, Wooden puzzles
        Outdoor play: Skipping ropes, Kites, Sandpit sets, Balls, Croquet sets
        Making: Crayons/Crayons, Paint sets, Modelling clay sets, Loom kits, Origami kits
    """,
    ("Workshop", 38, "tools"): """
        Hand tools: Hammers, Screwdrivers, Chisels, Hand planes, Spanners
        Measuring: Tape measures, Spirit levels, Try squares, Callipers, Marking gauges
        Cutting: Hand saws, Utility knives/Utility knife, Coping saws, Tin snips/Tin snips, Whetstones
        Power tools: Cordless drills, Jigsaws, Sanders, Heat guns, Rotary tools
        Tool storage: Toolboxes/Toolbox, Tool rolls, Parts drawers, Pegboards, Workbenches/Workbench
        Safety: Safety goggles/Safety goggles, Work gloves/Work gloves, Ear defenders/Ear defenders, Dust masks, Knee pads/Knee pads
    """,
}


def shelves() -> tuple[Shelf, ...]:
    """All three hundred, in the order of the menu."""
    found: list[Shelf] = []
    for (department, price, kind), text in DEPARTMENTS.items():
        for line in text.strip().splitlines():
            heading, _colon, names = line.strip().partition(": ")
            section, _bracket, own_kind = heading.rstrip(")").partition(" (")
            for name in names.split(", "):
                plural, _slash, singular = name.partition("/")
                path = (department, section, plural)
                found.append(
                    Shelf(path, _spoken(singular or plural.removesuffix("s")), float(price), own_kind or kind)
                )
    return tuple(found)


def _spoken(noun: str) -> str:
    """As it stands in the middle of a name: "frying pan", but "Oxford shirt"."""
    return noun if noun.startswith(("T-", "Oxford")) else noun[0].lower() + noun[1:]


SHELVES = shelves()
