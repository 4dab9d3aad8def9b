"""What a page hangs on, said by keys while it is put together.

| key | changes with |
|---|---|
| `all` | what the frame of every page shows: settings, menu, category and standard pages, vocabulary, pictures |
| `page:<pk>` | the copy of a page, or the address of a page it links to |
| `product:<pk>` | anything of a product that shoppers see: price, stock, variants, pictures, page |
| `reviews:<pk>` | what buyers say of a product, as everybody may read it |
| `category:<pk>` | anything of any product that lies right in the category |
| `list:<pk>` | which products lie right in the category: no price, no stock |
| `goods`, `lists` | the same two for the whole shop |
| `terms` | what no page shows, but each process keeps: ways of sending, who listens to webhooks, running promotions |
| `reread` | what may change which goods are shown, or which of their facts are facets; `all` besides |

Apps may have keys of their own, of which no page hangs: `search.keeping` has two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_pages.models import Category

ALL = "all"
GOODS = "goods"
LISTS = "lists"
REREAD = "reread"
TERMS = "terms"
PRODUCT = "product:"
REVIEWS = "reviews:"

_recorded: ContextVar[set[str] | None] = ContextVar("page_cache_keys", default=None)


@contextmanager
def recording() -> Iterator[set[str]]:
    """The keys that `depends_on` is told meanwhile in this thread. Empty: nothing that may be kept was shown."""
    keys: set[str] = set()
    token = _recorded.set(keys)
    try:
        yield keys
    finally:
        _recorded.reset(token)


def is_recording() -> bool:
    """Whether the page being put together is one for every shopper, so that nothing personal belongs on it."""
    return _recorded.get() is not None


def depends_on(*keys: str) -> None:
    """Note that the page being put together shows what these keys stand for. Nothing where nobody records."""
    recorded = _recorded.get()
    if recorded is not None:
        recorded.update(keys)


def depends_on_products(products: Iterable[int]) -> None:
    """Note that the page shows the products with these pks."""
    if is_recording():
        depends_on(*(f"{PRODUCT}{pk}" for pk in products))


def depends_on_reviews(product: int) -> None:
    """Note that the page shows what buyers say of the product with this pk."""
    depends_on(f"{REVIEWS}{product}")


def depends_on_category(category: Category, *, lists_only: bool = False) -> None:
    """Note that the page shows what lies in the category and below it; with `lists_only`, only which products.

    One query where it has categories below it and somebody records; else none.
    """
    if not is_recording():
        return
    kind = "list" if lists_only else "category"
    keys = [category.pk]
    if not category.is_leaf_node():
        keys = list(category.get_descendants(include_self=True).values_list("pk", flat=True))
    depends_on(*(f"{kind}:{pk}" for pk in keys))


def depends_on_tree_of(category: Category) -> None:
    """Note that the page shows which products lie in any category of the same tree. One query where one records."""
    if is_recording():
        tree = type(category).objects.filter(tree_id=category.tree_id).order_by()
        depends_on(*(f"list:{pk}" for pk in tree.values_list("pk", flat=True)))
