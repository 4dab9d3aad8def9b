"""Whether there is anything to look for at all: most days of most shops run no promotion."""

from __future__ import annotations

from datetime import datetime

from catalog_pages.page_cache.frame import frame
from orders.models import Promotion

Span = tuple[datetime | None, datetime | None]


def any_runs(at: datetime) -> bool:
    """Whether a promotion that needs no code is switched on and in its time at `at`, be it used up.

    One query, or none where it is kept.
    """
    spans = frame.kept("promotions", _spans, is_written_here=False)
    return any((starts is None or starts <= at) and (ends is None or ends > at) for starts, ends in spans)


def _spans() -> list[Span]:
    automatic = Promotion.objects.filter(is_active=True, is_automatic=True).order_by()
    return list(automatic.values_list("starts_at", "ends_at").distinct())
