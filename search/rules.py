"""What editors ruled for searches, kept until they change it: other names, what comes first and last."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Value

from catalog_pages.page_cache.frame import frame
from search.models import Buried, Promoted, SynonymPhrase
from search.models.placement import placed_by


def other_names(stems: Sequence[str], language: str) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """For every phrase among these stems that has synonyms, what else it is called. One query where not kept."""
    known = frame.kept("synonyms", _read_names)
    phrases = {
        tuple(stems[first:last]) for first in range(len(stems)) for last in range(first + 1, len(stems) + 1)
    }
    return {phrase: known[language, phrase] for phrase in phrases if (language, phrase) in known}


def _read_names() -> dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]]:
    """What each phrase of each language is called too."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = {}
    rows = (
        SynonymPhrase.objects.filter(finds=True, synonym__looked_up__is_found=True)
        .order_by("pk", "synonym__looked_up__pk")
        .values_list("language", "stems", "synonym__looked_up__stems")
    )
    for language, asked, other in rows:
        if other != asked:
            found.setdefault((language, tuple(asked.split(" "))), []).append(tuple(other.split(" ")))
    return found


def placed(stems: list[str], language: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The pks of the products promoted for a search of these stems, in their order, and of those buried.

    One query where not kept.
    """
    return frame.kept("placements", _read_placements).get((language, placed_by(stems)), ((), ()))


def _read_placements() -> dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]]:
    columns = ("placement__language", "placement__stems", "is_first", "sort_order", "pk", "product")
    first = Promoted.objects.order_by().annotate(is_first=Value(1)).values_list(*columns)
    last = Buried.objects.order_by().annotate(is_first=Value(0)).values_list(*columns)
    rows = first.union(last, all=True).order_by("-is_first", "sort_order", "pk")
    found: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for language, stems, is_first, _order, _pk, product in rows:
        promoted, buried = found.setdefault((language, stems), ([], []))
        (promoted if is_first else buried).append(product)
    return {asked: (tuple(promoted), tuple(buried)) for asked, (promoted, buried) in found.items()}
