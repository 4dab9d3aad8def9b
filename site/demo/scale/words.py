"""The words that names, makers and descriptions are put together from."""

from __future__ import annotations

RANGES = (
    "Alder", "Alma", "Anker", "Arlo", "Ashdown", "Aster", "Auden", "Avon", "Birk", "Blythe", "Bramble", "Brae",
    "Briar", "Brook", "Calder", "Camber", "Carn", "Cassia", "Cedar", "Clover", "Coast", "Corin", "Cove",
    "Crane", "Dale", "Delph", "Dorset", "Drift", "Dune", "Eden", "Elder", "Ember", "Esk", "Fallow", "Farne",
    "Fell", "Fen", "Fern", "Finch", "Fjord", "Flint", "Forge", "Gale", "Garth", "Glen", "Grove", "Haar", "Hale",
    "Harbour", "Hazel", "Heath", "Heron", "Hollin", "Holm", "Ida", "Ilex", "Inga", "Iona", "Isla", "Ivy",
    "Juno", "Kelp", "Kestrel", "Kiln", "Kite", "Lark", "Larch", "Leander", "Lido", "Linden", "Loch", "Lorne",
    "Luna", "Lyra", "Maple", "Marlow", "Marsh", "Mere", "Mill", "Moor", "Nell", "Nest", "Nico", "Nora", "North",
    "Nova", "Oda", "Olm", "Orla", "Osier", "Otto", "Oxbow", "Pebble", "Penn", "Perch", "Pike", "Pine", "Plover",
    "Quarry", "Quill", "Raven", "Reed", "Ridge", "Rill", "Rowan", "Rune", "Rye", "Saga", "Sedge", "Selby",
    "Sennen", "Shale", "Shore", "Siskin", "Skye", "Sorrel", "Spruce", "Stour", "Strand", "Swale", "Sylvan",
    "Tansy", "Tarn", "Teal", "Teasel", "Thorn", "Thrift", "Tide", "Tove", "Trent", "Vale", "Vega", "Vesper",
    "Wade", "Weald", "Wharf", "Wick", "Willow", "Wren", "Yarrow", "Yew", "Zinnia",
)  # fmt: skip
QUALITIES = (
    "", "", "", "Everyday", "Slim", "Deep", "Small", "Tall", "Round", "Folding", "Heavy", "Light", "Ribbed",
    "Plain", "Striped", "Classic", "Studio", "Travel", "Family", "Weekend", "Double", "Soft", "Matt",
    "Speckled", "Natural", "Heritage",
)  # fmt: skip
HOUSES = (
    "Aldridge", "Bergman", "Brackett", "Calloway", "Carden", "Dahl", "Darrow", "Ekholm", "Ellison", "Farrow",
    "Fenwick", "Forsberg", "Garrick", "Gresham", "Halden", "Hartwell", "Holmgren", "Ivarsson", "Jessop",
    "Kearney", "Kestner", "Langford", "Lindahl", "Lorimer", "Marchetti", "Marlowe", "Mercer", "Nilsen",
    "Norrby", "Oakes", "Ostrander", "Pascoe", "Pemberton", "Quayle", "Ravenhill", "Rosendal", "Rowntree",
    "Sandoval", "Selwyn", "Soames", "Stenberg", "Tallis", "Thackeray", "Thorne", "Tremayne", "Ulrich", "Vance",
    "Varley", "Vestergaard", "Wainwright", "Whitlock", "Winslow", "Yardley", "Zeller", "Ashby", "Brandt",
    "Corrigan", "Devereux", "Eastwood", "Fairburn", "Galloway", "Hawthorne", "Inglis", "Jansson", "Kirkby",
)  # fmt: skip
HOUSE_FORMS = ("{}", "{} & Daughters", "{} Works")
BRANDS = tuple(form.format(house) for form in HOUSE_FORMS for house in HOUSES)
"""Some two hundred makers, the best known first."""

OPENINGS = (
    "Made to be used every day, and to look better for it.",
    "A simple thing, made well.",
    "Drawn at a kitchen table, made in a small workshop.",
    "The one we reach for first.",
    "Small enough for a cupboard, good enough to leave out.",
    "Made in short runs by people who know each one.",
    "A quiet design that goes with what you have.",
    "Takes years of wear, and a little neglect.",
    "Our answer to the cheap one that never lasts.",
    "Finished by hand, so no two are quite the same.",
    "What it lacks in ornament it makes up in weight.",
    "A gift that is still in use ten years on.",
)
MIDDLES = (
    "{material} of an even, close finish, from {origin}.",
    "The {material} comes from {origin}, where it is worked too.",
    "Cut from {material} in {origin}, with edges rounded by hand.",
    "{material}, as it should be: sound, plain and made in {origin}.",
    "We found the {material} in {origin} after trying a dozen others.",
    "Its {material} is made in {origin} to our own drawing.",
)
CLOSINGS = (
    "Comes in a box without plastic.",
    "Spare parts are kept for ten years.",
    "Goes with the rest of the {range} range.",
    "Each is checked before it leaves us.",
    "If it breaks in use, we mend it.",
    "Part of the {range} range since the first year.",
)
