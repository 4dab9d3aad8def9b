"""What search engines are led to, and kept out of."""

import re
import xml.etree.ElementTree as ET

import pytest
from wagtail.models import PageViewRestriction

from catalog_pages.sitemaps import PageSitemap
from tests.factories import CategoryFactory
from tests.storefront import category_page, for_sale, front_page, the_site

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(answer):
    root = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    return [loc.text for loc in root.findall(".//s:loc", NAMES)]


def test_the_sitemap_lists_every_live_public_page_on_the_host_that_was_asked(client):
    the_site()
    page = category_page(CategoryFactory(name="Maps"))
    for_sale("Star chart", parent=page)
    draft = category_page(CategoryFactory(name="Draft"))
    draft.unpublish()
    private = category_page(CategoryFactory(name="Private"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    answer = client.get("/sitemap.xml", headers={"host": "shop.example.com"})

    assert answer["Content-Type"] == "application/xml"
    assert locations(answer) == [
        "http://shop.example.com/",
        "http://shop.example.com/maps/",
        "http://shop.example.com/maps/star-chart/",
    ]


def test_a_page_says_when_it_was_last_published(client):
    front_page().save_revision().publish()

    assert re.search(rb"<lastmod>\d{4}-\d\d-\d\d</lastmod>", client.get("/sitemap.xml").content)


def test_a_large_sitemap_is_an_index_of_parts(client, monkeypatch):
    monkeypatch.setattr(PageSitemap, "limit", 2)
    the_site()
    for number in range(4):
        for_sale(f"Print {number}")

    parts = locations(client.get("/sitemap.xml"))

    assert len(parts) == 3
    listed = [location for part in parts for location in locations(client.get(part))]
    assert len(listed) == len(set(listed)) == 5


@pytest.mark.parametrize("address", ["/sitemap.xml?p=99", "/sitemap.xml?p=x", "/sitemap-nothing.xml"])
def test_a_part_that_is_not_there_is_not_found(client, address):
    the_site()

    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("committed")
def test_a_sitemap_costs_the_same_whatever_its_pages(client, django_assert_max_num_queries):
    the_site()
    for number in range(12):
        for_sale(f"Print {number}")

    with django_assert_max_num_queries(10):
        assert len(locations(client.get("/sitemap.xml"))) == 13


def test_robots_are_kept_out_of_personal_pages_and_filters_and_shown_the_sitemap(client):
    lines = client.get("/robots.txt", headers={"host": "shop.example.com"}).content.decode().splitlines()

    for path in (
        "/cart/",
        "/checkout/",
        "/account/",
        "/orders/",
        "/admin/",
        "/search/",
        "/*?brand=",
        "/*&attr_",
    ):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
    assert "Sitemap: http://shop.example.com/sitemap.xml" in lines
