"""Writes the pages that show the goods: a page for each category in use, a page with a gallery for each product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from catalog_pages.bulk.goods import NewProduct
from catalog_pages.bulk.pages import NewPage, write_pages
from catalog_pages.importing.memory import Memory, changed
from catalog_pages.importing.records import Notice, ProductRecord
from catalog_pages.importing.report import Outcome
from catalog_pages.importing.values import plain
from catalog_pages.importing.vocabulary import UnknownWord
from catalog_pages.models import (
    Category,
    CategoryPage,
    GalleryImage,
    HomePage,
    Product,
    ProductPage,
    ShopSettings,
)
from catalog_pages.slugs import slug_for, unique_slug_for

if TYPE_CHECKING:
    from collections.abc import Sequence

MENU_LEVELS = 2
"""Categories down to here stand in the shop's menu."""

Words = dict[str, str]
"""The texts of a page by the names of its fields."""

SNIPPET = 155
"""Characters that search engines show of a page's description."""


def home_page(site: Site) -> Page:
    """The shop's front page: the site's root. A site that still has Wagtail's welcome page gets a HomePage instead."""
    root = site.root_page.specific
    if has_home_page(site):
        return root
    home = HomePage(title=ShopSettings.for_site(site).name)
    home.slug = unique_slug_for(home.title, root.get_parent().get_children())
    root.get_parent().add_child(instance=home)
    site.root_page = home
    site.save()
    if root.specific_class is Page:
        root.delete()
    return home


def has_home_page(site: Site) -> bool:
    """Whether the site's root is more than Wagtail's welcome page."""
    return isinstance(site.root_page.specific, HomePage) or site.root_page.get_children().exists()


class ShelfWriter:
    """Writes within the caller's transaction; remembers the keys of the category pages it found and made.

    Unless it `may_add`, it raises UnknownWord where it would make the front page or that of a category.
    """

    def __init__(self, site: Site, *, may_add: bool = True) -> None:
        self._may_add = may_add
        if not may_add and not has_home_page(site):
            raise UnknownWord(site.hostname)
        self._home = home_page(site)
        # Joined by key: below the front page lie all pages there are.
        found = CategoryPage.objects.filter(category__isnull=False).order_by("-path")
        self._pages: dict[int, int] = {
            category: pk
            for category, pk, path in found.values_list("category_id", "pk", "path")
            if path.startswith(self._home.path) and pk != self._home.pk
        }

    def category_page(self, category: Category) -> CategoryPage:
        """The page of a category, below those of the categories above it; made where there is none."""
        self.show_categories([category])
        return CategoryPage.objects.get(pk=self._pages[category.pk])

    def show_categories(self, categories: Iterable[Category]) -> None:
        """Make the pages of these categories and of those above them, where they lack one: a level at a time."""
        lacking: dict[int, dict[int, Category]] = defaultdict(dict)
        for each in categories:
            above: Category | None = each
            while above is not None and above.pk not in self._pages:
                lacking[above.level][above.pk] = above
                above = above.parent
        if lacking and not self._may_add:
            raise UnknownWord(lacking[min(lacking)])
        for level in sorted(lacking):
            pages = [self._category_page(each) for each in lacking[level].values()]
            self._pages |= zip(lacking[level], write_pages(CategoryPage, pages), strict=True)

    def _category_page(self, category: Category) -> NewPage:
        return NewPage(
            parent=self._home.pk if category.parent_id is None else self._pages[category.parent_id],
            shows=category.pk,
            title=category.name,
            slug=slug_for(category.name),
            at=timezone.now(),
            show_in_menus=category.level < MENU_LEVELS,
        )

    def plan(
        self, product: NewProduct, key: int, words: Words, pictures: Iterable[tuple[int, str]], *, live: bool
    ) -> NewPage:
        """The page of a product that was written a moment before, to be written with others (`bulk.pages`).

        `pictures`: the keys of images and their texts.
        """
        return NewPage(
            parent=self._pages[product.category],
            shows=key,
            title=words["title"],
            slug=product.slug,
            at=product.at,
            live=live,
            standfirst=words["standfirst"],
            seo_title=words["seo_title"],
            search_description=words["search_description"],
            pictures=tuple(pictures),
        )

    def show(
        self,
        product: Product,
        record: ProductRecord,
        now: Memory,
        before: Memory,
        images: Mapping[str, int],
        outcome: Outcome,
    ) -> None:
        """Make the product's page, or bring it up to date with what the file says anew.

        `images`: Wagtail's image for each content hash. A page that an editor took away is not made again.
        """
        self.show_categories([*product.further_categories.all(), product.category])
        page = (
            ProductPage.objects.descendant_of(self._home)
            .filter(product=product)
            .order_by("-live", "pk")
            .first()
        )
        if page is None:
            if not before["product"]:
                page = self._create(product, record, now, images)
                outcome.pages.created += 1
                outcome.page_key = page.pk
            return
        names = changed(now["page"], before["page"])
        is_changed = bool(names) or now["pictures"] != before["pictures"]
        if is_changed:
            self._change(page, record, names, now, before, images, outcome)
            outcome.page_key = page.pk
        outcome.pages.changed += is_changed
        outcome.pages.unchanged += not is_changed

    def _create(
        self, product: Product, record: ProductRecord, now: Memory, images: Mapping[str, int]
    ) -> ProductPage:
        parent = self.category_page(product.category)
        published = _published() if record.is_listed else {"live": False}
        page = ProductPage(product=product, slug=_free_slug(product.slug, parent), **published)
        _assign(page, record, set(now["page"]))
        page.gallery = _gallery(now["pictures"], images)
        parent.add_child(instance=page)
        return page

    def _change(
        self,
        page: ProductPage,
        record: ProductRecord,
        names: set[str],
        now: Memory,
        before: Memory,
        images: Mapping[str, int],
        outcome: Outcome,
    ) -> None:
        """A new revision of the page as shoppers see it, with the file's news in it."""
        if page.has_unpublished_changes:
            message = _(
                "Its page “%s” has a draft. The file's news was published without it; "
                "the draft is in the page's history."
            )
            outcome.remarks.append(Notice(record.line, record.sku, message % page.title))
        _assign(page, record, names)
        if now["pictures"] != before["pictures"]:
            _change_gallery(page, now["pictures"], before["pictures"], images)
        was_live = page.live
        revision = page.save_revision(changed=True)
        if record.is_listed and (was_live or "live" in names):
            revision.publish()
        elif was_live and "live" in names:
            page.unpublish()


def words_of(record: ProductRecord) -> Words:
    """What the page says in words. Raises ValidationError where it is more than a page takes."""
    words = _words(record)
    for name, text in words.items():
        ProductPage._meta.get_field(name).run_validators(text)
    return words


def _words(record: ProductRecord) -> Words:
    description = record.search_description or plain(record.description)
    if len(description) > SNIPPET:  # else it takes long, and leaves it as it is
        description = Truncator(description).chars(SNIPPET)
    return {
        "title": record.name,
        "standfirst": record.standfirst,
        "seo_title": record.search_title,
        "search_description": description,
    }


def _assign(page: ProductPage, record: ProductRecord, names: set[str]) -> None:
    for name, text in _words(record).items():
        if name in names:
            setattr(page, name, text)
    if "title" in names:
        page.draft_title = page.title


def _published() -> dict[str, Any]:
    """What a page that is live from the start is made with."""
    now = timezone.now()
    return {"live": True, "first_published_at": now, "last_published_at": now}


def _free_slug(wanted: str, parent: Page) -> str:
    return unique_slug_for(wanted, parent.get_children())


def _gallery(pictures: Sequence[Sequence[str]], images: Mapping[str, int]) -> list[GalleryImage]:
    return [
        GalleryImage(image_id=images[digest], alt_text=alt, sort_order=place)
        for place, (digest, alt) in enumerate(pictures)
        if digest in images
    ]


def _change_gallery(
    page: ProductPage,
    now: Sequence[Sequence[str]],
    before: Sequence[Sequence[str]],
    images: Mapping[str, int],
) -> None:
    """The file's pictures in the file's order, then those an editor added; texts and captions of editors stay."""
    of_file = {images[digest] for digest, _alt in before if digest in images}
    standing = {picture.image_id: picture for picture in page.gallery.all()}
    wanted = [standing.pop(each.image_id, each) for each in _gallery(now, images)]
    kept = [picture for picture in standing.values() if picture.image_id not in of_file]
    for place, picture in enumerate([*wanted, *kept]):
        picture.sort_order = place
    page.gallery = [*wanted, *kept]
