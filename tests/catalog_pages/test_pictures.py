"""Pictures are scaled behind the shop's back: a page shows what is there, and makes nothing while somebody waits."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.safestring import mark_safe
from wagtail.images import get_image_model

from catalog_pages import renditions
from catalog_pages.listing.cards import CardSize
from catalog_pages.models import Category, CategoryPage, GalleryImage, ProductPage
from catalog_pages.storefront.picture import picture_markup
from catalog_pages.tasks import prepare_page, prepare_pictures
from tests.factories import CategoryFactory
from tests.shops import open_shop
from tests.storefront import category_page, for_sale, front_page, picture

Rendition = get_image_model().get_rendition_model()
PAGES = (
    "/",
    "/mugs/",
    "/jug/",
    "/search/?q=jug",
    "/cart/",
    "/api/v1/products/",
    "/api/v1/products/jug/",
    "/wishes/",
)


@pytest.fixture
def jug(committed: None) -> ProductPage:
    """On a page whose pictures nobody has scaled, in a category with a hero that nobody has scaled either."""
    home = front_page()
    home.hero_image = picture("hero")
    home.save()
    open_shop()
    mugs: Category = CategoryFactory(name="Mugs")
    category_page(mugs, hero_image=picture("mugs"))
    page: ProductPage = for_sale("Jug", category=mugs).pages.get()
    for number in range(2):
        GalleryImage.objects.create(page=page, image=picture(f"jug {number}"), sort_order=number)
    return page


def walk() -> dict[str, str]:
    client = Client()
    client.post("/cart/add/", {"product": "jug"}, headers={"origin": "http://testserver"})
    client.post("/wishes/add/", {"product": "jug"}, headers={"origin": "http://testserver"})
    found = {}
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.content.decode()
    return found


@pytest.mark.django_db(transaction=True)
def test_no_page_scales_a_picture(jug: ProductPage) -> None:
    assert not any("/media/" in page for page in walk().values())
    assert Rendition.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_once_scaled_they_are_on_pages_in_webp_and_then_in_avif(jug: ProductPage) -> None:
    prepare_page(jug.pk)
    first = walk()
    for path in ("/mugs/", "/jug/", "/cart/", "/wishes/"):
        assert ".webp" in first[path], path
        assert ".avif" not in first[path], path
    before = Rendition.objects.count()
    prepare_pictures()
    assert Rendition.objects.count() > before
    second = walk()
    for path in ("/", "/mugs/", "/jug/"):
        assert '<source type="image/avif"' in second[path], path
        assert ".webp" in second[path], path
    assert 'rel="preload" as="image" type="image/avif"' in second["/jug/"]
    out = StringIO()
    call_command("prepare_pictures", stdout=out)
    assert out.getvalue() == "Nothing was missing.\n"


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_is_cropped_anew_shows_its_old_crop_until_it_is_scaled(jug: ProductPage) -> None:
    prepare_page(jug.pk)
    image = jug.gallery.first().image  # type: ignore[union-attr]
    image.focal_point_x = image.focal_point_y = 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    before = Rendition.objects.count()
    assert ".webp" in walk()["/jug/"]
    assert Rendition.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_broken_file_is_passed_over_and_not_tried_again(
    jug: ProductPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renditions, "_broken", set())
    broken = jug.gallery.first().image  # type: ignore[union-attr]
    broken.file.storage.delete(broken.file.name)
    tried: list[Any] = []
    as_it_is = renditions._make
    monkeypatch.setattr(
        renditions, "_make", lambda image, wanted: tried.append(image.pk) or as_it_is(image, wanted)
    )
    renditions.prepare_missing()
    renditions.prepare_missing()
    assert tried.count(broken.pk) == 1
    assert ".webp" in walk()["/jug/"]


@pytest.mark.django_db(transaction=True)
def test_publishing_scales_the_pictures_of_the_body_too(committed: None) -> None:
    page: CategoryPage = category_page(CategoryFactory(name="Mugs"))
    image = picture("across")
    page.body = [("picture", {"image": image, "caption": "Across"})]
    page.save_revision().publish()
    assert {each.filter_spec for each in image.renditions.all()} >= set(renditions.specs("hero"))


@pytest.mark.parametrize(
    ("alt", "written"),
    [
        ('a "jug" & <bowl>', "a &quot;jug&quot; &amp; &lt;bowl&gt;"),
        (mark_safe("a jug &amp; a bowl"), "a jug &amp; a bowl"),
    ],
)
def test_what_a_picture_shows_is_escaped_once(alt: str, written: str) -> None:
    size = CardSize("/media/jug.webp?a=1&b=2", 360, 450)
    markup = picture_markup([size], [], sizes="100vw", alt=alt)
    assert f' alt="{written}"' in markup
    assert 'src="/media/jug.webp?a=1&amp;b=2"' in markup
