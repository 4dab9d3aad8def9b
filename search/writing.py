"""The only writer of the index: renews the documents of products and rebuilds them all.

A product's document is written while its row is locked, from what is read after the lock is held: of two writers
at once the later one writes what holds. Nothing is locked for those who search.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Exists, Model, OuterRef

from catalog_pages.bulk.aside import filling, is_filled
from catalog_pages.bulk.processes import in_batches
from catalog_pages.bulk.rows import new_keys, tell_planner, write_rows
from catalog_pages.compiled import CompiledQuery, Parameters
from catalog_pages.lookups import looking_up
from catalog_pages.models import Product, ProductPage
from catalog_pages.page_cache.journal import tell
from search.goods import Entry, Root, read_entries, site_roots
from search.keeping import WORDS
from search.models import Corpus, Document, Imprint, Posting, Term
from search.popularity import SOLD_OUT, Standing, standings
from search.rows import add_postings, count_terms, packed_each, remove_postings, unpack
from search.scoring import BY_LENGTH, Averages, impacts, weights
from search.statistics import averages, averages_of, measure, measure_sample, recount
from search.text import key_of

Place = tuple[int, int]
"""The pk of a product and that of a root."""
DOCUMENT = ("id", "product_id", "root_id", "page", "category", "in_stock", "popularity")
IMPRINT = ("document_id", "language", "digest", "terms", *(f"{field}_length" for field in BY_LENGTH))
TABLES = (Document, Imprint, Posting, Term)
CHUNK = 1_000
"""Products to a transaction."""
SMALL = 1000
"""Below so many documents their averages are taken anew with every change."""


def renew(products: Iterable[int], *, anew: bool = False) -> None:
    """Make the index say what the products with these pks say now. Some twenty queries for every CHUNK of them.

    Words are written where they have changed, or everywhere when `anew`: then terms are not counted, for who writes
    everything counts in the end.
    """
    roots = site_roots()
    for chunk in chunks(sorted(set(products))):
        _renew(chunk, roots, anew=anew)


def forget(products: Iterable[int]) -> None:
    """Take the products with these pks out of the index: they are about to be deleted."""
    with transaction.atomic():
        known = documents_of(sorted(set(products)))
        _write_words({}, known, {}, counted=True)
        _remove(known.values())


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write every document anew, CHUNK by CHUNK, while the shop goes on searching; how many there are now.

    What has no product any more goes, and the statistics are counted again.
    """
    keys = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    measure_sample(keys)
    _renew_all(keys, progress, anew=True)
    Document.objects.exclude(root__in=[root.pk for root in site_roots()]).delete()
    recount()
    tell_planner(*TABLES)
    return Document.objects.count()


def catch_up(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index the products that have a page and no document; how many there were. Where most have none, all anew.

    Terms that a rebuild left uncounted, because it was stopped, are counted.
    """
    known = Exists(Document.objects.filter(product=OuterRef("pk")))
    shown = Exists(ProductPage.objects.filter(product=OuterRef("pk"), live=True))
    missing = Product.objects.filter(shown, ~known, is_active=True).order_by("pk")
    keys = list(missing.values_list("pk", flat=True))
    there = Document.objects.count()
    if len(keys) > there:
        with filling(
            *TABLES,
            without_primary_key=() if there else (Posting,),
            when=is_filled(new=len(keys), there=there),
        ):
            rebuild(progress)
        return len(keys)
    _renew_all(keys, progress)
    if Corpus.objects.filter(is_counted=False).exists():
        recount()
    elif keys:
        measure()
    if len(keys) > CHUNK:
        tell_planner(*TABLES)
    return len(keys)


def _renew_all(products: Sequence[int], progress: Callable[[int, int], None], *, anew: bool = False) -> None:
    """As `renew`, by several processes, telling how many are done, and of how many."""
    in_batches(
        partial(renew, anew=anew), products, size=CHUNK, progress=lambda done: progress(done, len(products))
    )


def _renew(products: Sequence[int], roots: Sequence[Root], *, anew: bool) -> None:
    with looking_up(len(products)):
        _LOCKED.rows(products=products)
        entries = {(entry.product, entry.root): entry for entry in read_entries(products, roots)}
        known = documents_of(products)
        gone = {place: document for place, document in known.items() if place not in entries}
        changed = {
            place: entry
            for place, entry in entries.items()
            if anew or place not in known or known[place].imprint.digest != entry.digest
        }
        standing = standings(products)
        _write_standings(known, gone, standing)
        old = {place: known[place] for place in {*changed, *gone} if place in known}
        _write_words(changed, old, standing, counted=not anew)
        _remove(gone.values())
        if (changed or gone) and Document.objects.order_by()[: SMALL + 1].count() <= SMALL:
            measure()


def documents_of(products: Sequence[int]) -> dict[Place, Document]:
    """The documents of the products with these pks, with their imprints. One query."""
    found = _DOCUMENTS.rows(products=products)
    return {(document.product_id, document.root_id): document for document in found}


_DOCUMENTS = CompiledQuery(
    lambda: Document.objects.filter(product__in=Parameters("products")).select_related("imprint")
)
# No more than the row itself: orders and carts that refer to it need not wait.
_LOCKED = CompiledQuery(
    lambda: (
        Product.objects.select_for_update(no_key=True)
        .filter(pk__in=Parameters("products"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
)


def _remove(documents: Iterable[Document]) -> None:
    Document.objects.filter(pk__in=[document.pk for document in documents]).delete()


def _write_standings(
    known: Mapping[Place, Document], gone: Mapping[Place, Document], standing: Mapping[int, Standing]
) -> None:
    """Stock and popularity of the documents that stay, where they have changed."""
    moved = []
    for place, document in known.items():
        now = standing.get(document.product_id, SOLD_OUT)
        if place not in gone and now != Standing(document.in_stock, document.popularity):
            document.in_stock, document.popularity = now.in_stock, now.popularity
            moved.append(document)
    Document.objects.bulk_update(moved, ["in_stock", "popularity"])


def _write_words(
    changed: Mapping[Place, Entry],
    old: Mapping[Place, Document],
    standing: Mapping[int, Standing],
    *,
    counted: bool,
) -> None:
    """The documents of `changed` with their postings, in place of the `old` ones; and how many have each term.

    Unless `counted`, terms that are known keep their number. The journal tells of it.
    """
    if changed or old:
        tell([WORDS])
    lengths = {**averages_of(changed.values()), **averages()}
    written = _written(changed.values())
    keys = {language: {stem: key_of(stem, language) for stem in stems} for language, stems in written.items()}
    said = [
        weights(entry.words, entry.lengths, lengths.get(entry.language, Averages()))
        for entry in changed.values()
    ]
    terms: list[int] = []
    for entry, stems in zip(changed.values(), said, strict=True):
        terms += map(keys[entry.language].__getitem__, stems)
    counts = list(map(len, said))
    term_of = np.array(terms, dtype=np.int64)
    documents = _write_documents(changed, old, standing, packed_each(term_of, counts))
    before = {place: unpack(document.imprint.terms) for place, document in old.items()}
    remove_postings([(term, old[place].pk) for place, had in before.items() for term in had])
    add_postings(
        term_of,
        np.repeat(np.array([documents[place] for place in changed], dtype=np.int32), counts),
        impacts([*chain.from_iterable(map(dict.values, said))]),
    )
    changes = Counter(terms)
    if counted:
        changes.subtract(chain.from_iterable(before.values()))
    names = {
        keys[language][stem]: (language, stem, word)
        for language, stems in written.items()
        for stem, word in stems.items()
    }
    count_terms(changes, names, only_new=not counted)


def _write_documents(
    changed: Mapping[Place, Entry],
    old: Mapping[Place, Document],
    standing: Mapping[int, Standing],
    terms: Sequence[bytes],
) -> dict[Place, int]:
    """The documents and imprints of `changed`, whose terms are packed in the same order; their keys.

    New ones are copied into the tables: while its product is locked, nobody else writes a document.
    """
    new = [place for place in changed if place not in old]
    keys = {place: document.pk for place, document in old.items() if place in changed}
    keys.update(zip(new, new_keys(Document, len(new)), strict=True))
    documents, imprints = {}, {}
    for (place, entry), packed in zip(changed.items(), terms, strict=True):
        now = standing.get(entry.product, SOLD_OUT)
        documents[place] = (
            keys[place], entry.product, entry.root, entry.page, entry.category, now.in_stock, now.popularity,
        )  # fmt: skip
        imprints[place] = (
            keys[place], entry.language, entry.digest, packed,
            *(entry.lengths[field] for field in BY_LENGTH),
        )  # fmt: skip
    write_rows(Document, DOCUMENT, [documents[place] for place in new])
    write_rows(Imprint, IMPRINT, [imprints[place] for place in new])
    there = [place for place in changed if place in old]
    _write_over(Document, DOCUMENT, [documents[place] for place in there])
    _write_over(Imprint, IMPRINT, [imprints[place] for place in there])
    return keys


def _write_over(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows whose keys, the first column, are there: all else in them is replaced."""
    model._default_manager.bulk_create(
        [model(**dict(zip(columns, row, strict=True))) for row in rows],
        update_conflicts=True,
        unique_fields=[columns[0]],
        update_fields=columns[1:],
    )


def _written(entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """One way each stem is written, by language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        found[entry.language].update(entry.written)
    return found


def chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """CHUNK at a time."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
