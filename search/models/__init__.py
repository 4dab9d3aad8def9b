from search.models.document import Corpus, Document, Imprint, Posting
from search.models.logged_search import LoggedSearch
from search.models.placement import Buried, Placement, Promoted
from search.models.synonym import Synonym, SynonymPhrase
from search.models.term import Term

__all__ = [
    "Buried",
    "Corpus",
    "Document",
    "Imprint",
    "LoggedSearch",
    "Placement",
    "Posting",
    "Promoted",
    "Synonym",
    "SynonymPhrase",
    "Term",
]
