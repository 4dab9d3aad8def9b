"""What the demo shop's editors wrote: the front page, the categories' heroes, the products' copy, the stories."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from catalog_pages.importing.shelves import home_page
from catalog_pages.models import Category, CategoryPage, HomePage, ProductPage, ShopSettings, StandardPage
from catalog_pages.models import Product as ShopProduct
from catalog_pages.models.picks import HomePick
from demo.catalogue import CATEGORIES, PAGES, PRODUCTS, STORIES
from demo.catalogue.shape import Article
from demo.pictures import Picture

Image = get_image_model()
FRONT_SHELF = (
    "slow-water", "shoulder-vase", "seigaiha-notebook", "northern-sky",
    "breakfast-bowl", "tarn", "dipped-mug", "fern-tote",
)  # fmt: skip


def are_told(site: Site) -> bool:
    """Whether the front page was ever published with its revision, which is the last thing written. No query."""
    root = site.root_page
    return root.specific_class is HomePage and root.latest_revision_id is not None


def load_stories(*, site: Site, heroes: Mapping[str, Picture]) -> None:
    """Write every page's copy, once: a page that has any is left as its editor has it now."""
    home: HomePage = home_page(site)
    images = {key: _image(picture) for key, picture in heroes.items()}
    for product in PRODUCTS:
        page = ProductPage.objects.filter(product__slug=product.key).first()
        if page is not None and not page.body:
            page.body = _told(product.story)
            page.save()  # live already, its pictures scaled: a revision would say nothing more
    for category in CATEGORIES:
        for page in CategoryPage.objects.filter(category__name=category.name, standfirst=""):
            page.standfirst = category.standfirst
            page.hero_image = images.get(category.hero or "")
            page.search_description = category.standfirst
            _publish(page) if page.hero_image else page.save()
    stories = _child(
        home,
        StandardPage(
            title="Stories",
            slug="stories",
            show_in_menus=True,
            standfirst="From the press room, the bindery and two kilns.",
        ),
    )
    plain = {article.key: _article(home, article, images) for article in PAGES}
    for article in reversed(STORIES):
        _article(stories, article, images)
    shop = ShopSettings.for_site(site)
    shop.delivery_page = shop.delivery_page or plain["delivery"]
    shop.returns_page = shop.returns_page or plain["returns"]
    shop.save()
    home.refresh_from_db()
    _front_page(home, stories, images)


def _front_page(home: HomePage, stories: Page, images: Mapping[str, Any]) -> None:
    """The last page to be written: `are_told` goes by its revision."""
    home.title = home.draft_title = "Pipit Press"
    home.standfirst = (
        "Prints drawn by rule and chance, paper to write on, and pots to put things in. "
        "Made slowly, in small numbers."
    )
    home.hero_image = images["home"]
    home.hero_page = CategoryPage.objects.child_of(home).filter(category__name="Prints").first()
    home.hero_label = "See the prints"
    home.picks_title = "New from the press"
    known = {product.slug: product for product in ShopProduct.objects.filter(slug__in=FRONT_SHELF)}
    home.picks = [HomePick(product=known[slug]) for slug in FRONT_SHELF if slug in known]
    tops = CategoryPage.objects.child_of(home).filter(hero_image__isnull=False)
    tiles = [{"page": page.pk, "image": page.hero_image_id, "title": "", "text": ""} for page in tops[:4]]
    told = StandardPage.objects.child_of(stories).filter(lead_image__isnull=False).order_by("-pk")[:3]
    letters = [
        {"page": page.pk, "image": page.lead_image_id, "title": "", "text": page.standfirst} for page in told
    ]
    home.body = [
        _tiles("Through the shop", tiles),
        _shelf("The last of a run", category="Sale"),
        _tiles("From the workshop", letters),
        _shelf("Mostly under forty euros", category="Gifts"),
    ]
    _publish(home)


def _tiles(heading: str, tiles: list[dict[str, Any]]) -> tuple[str, Any]:
    return "tiles", _block(HomePage, "tiles").to_python({"heading": heading, "tiles": tiles})


def _shelf(heading: str, *, category: str = "", products: tuple[str, ...] = ()) -> tuple[str, Any]:
    """A shelf of these products, or the newest of a top category with a link to its page."""
    known = {product.slug: product.pk for product in ShopProduct.objects.filter(slug__in=products)}
    goods = Category.objects.filter(name=category, parent=None).first() if category else None
    page = CategoryPage.objects.filter(category=goods).first() if goods else None
    value = {
        "heading": heading,
        "products": [known[slug] for slug in products if slug in known],
        "category": goods and goods.pk,
        "link": page and page.pk,
    }
    return "shelf", _block(HomePage, "shelf").to_python(value)


def _article(parent: Page, article: Article, images: Mapping[str, Any]) -> Page:
    body = _with_quote(article)
    if article.related:
        body.append(_shelf("In this story", products=article.related))
    return _child(
        parent,
        StandardPage(
            title=article.title,
            slug=article.key,
            standfirst=article.standfirst,
            search_description=article.standfirst[:155],
            lead_image=images.get(article.lead or ""),
            show_in_menus=article.in_footer,
            body=body,
        ),
    )


def _with_quote(article: Article) -> list[tuple[str, Any]]:
    """The paragraphs, with the quotation set apart after the second."""
    if not article.quote:
        return _told(article.body)
    return [
        *_told(article.body[:2]),
        ("quote", {"text": article.quote, "source": ""}),
        *_told(article.body[2:]),
    ]


def _child(parent: Page, page: StandardPage) -> Page:
    """The page of this slug below `parent`; added and published where there is none."""
    found = parent.get_children().filter(slug=page.slug).first()
    if found is not None:
        return found.specific
    with transaction.atomic():
        parent.add_child(instance=page)
        page.save_revision().publish()
    return page


def _publish(page: Page) -> None:
    """In one transaction: a run that is stopped leaves no page half published."""
    with transaction.atomic():
        page.save_revision().publish()


def _told(paragraphs: tuple[str, ...]) -> list[tuple[str, Any]]:
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return [("text", _block(StandardPage, "text").to_python(html))] if html else []


def _block(model: type[Page], name: str) -> Any:
    return model._meta.get_field("body").stream_block.child_blocks[name]


def _image(picture: Picture) -> Any:
    """The picture in Wagtail's library; stored once, known again by its title."""
    title = picture.alt[:255]
    found = Image.objects.filter(title=title).first()
    if found is None:
        with picture.path.open("rb") as file:
            found = Image(title=title, file=ImageFile(file, name=picture.path.name))
            found.save()
    return found
