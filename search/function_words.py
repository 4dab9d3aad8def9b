"""Words that hold others together and name nothing. A search asks for them only when it asks for nothing else.

Articles, prepositions and conjunctions, without accents, by the language's code. What a shop might sell by one of
these names is still found by it alone.
"""

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset("a an and as at by for from in into is of on or the to with without".split()),
    "de": frozenset(
        "am an auf aus bei das dem den der des die ein eine einem einen einer fur im in mit ohne und von vom zu zum"
        " zur".split()
    ),
    "fr": frozenset("a au aux avec d dans de des du en et l la le les ou par pour sans sur un une".split()),
    "es": frozenset("a al con de del el en la las los o para por sin un una y".split()),
    "it": frozenset(
        "a ai al alla con da dei del della delle di e gli i il in la le lo o per senza su un una".split()
    ),
    "nl": frozenset("aan bij de den een en het in met of op te van voor zonder".split()),
    "pt": frozenset("a ao as com da das de do dos e em na no o os ou para por sem um uma".split()),
    "sv": frozenset("av den det en ett for i med och pa till utan".split()),
    "da": frozenset("af den det en et for i med og pa til uden".split()),
    "pl": frozenset("bez do i na o od oraz po w z za".split()),
}
