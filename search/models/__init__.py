from search.models.document import Corpus, Document, Imprint, Posting
from search.models.term import Term

__all__ = ["Corpus", "Document", "Imprint", "Posting", "Term"]
