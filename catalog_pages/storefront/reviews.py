"""What shoppers see of reviews: the newest on the product's page, all of them on pages of their own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from catalog_pages import reviews
from catalog_pages.columns.keeping import keeper
from catalog_pages.listing.cards import cards_of
from catalog_pages.listing.reading import parse_page
from catalog_pages.models import Product, Review
from catalog_pages.models.review import BEST, WORST, stars
from catalog_pages.page_cache.dependencies import depends_on_products, depends_on_reviews
from catalog_pages.storefront.data import as_absolute

A_PAGE = 10


@dataclass(frozen=True)
class Bar:
    """How often a rating was given; `share` in percent of all."""

    rating: int
    count: int
    share: int


@dataclass(frozen=True)
class Rating:
    """What buyers think of a product, all in all."""

    average: Decimal
    count: int

    @property
    def stars(self) -> str:
        """Of the whole number that is nearest; words say it exactly."""
        return stars(int(self.average + Decimal("0.5")))


def rating_of(product: Product) -> Rating | None:
    """None where nobody has said anything yet. No query."""
    average = reviews.average(product)
    return None if average is None else Rating(average, product.rating_count)


def bars(product: Product) -> list[Bar]:
    """The ratings, the best first. One query."""
    counts = reviews.distribution(product)
    total = sum(counts.values()) or 1
    return [Bar(rating, count, round(100 * count / total)) for rating, count in counts.items()]


def newest(product: Product) -> list[Review]:
    """The first page of them. One query, none where there is no review."""
    depends_on_reviews(product.pk)
    return list(product.reviews.published()[:A_PAGE]) if product.rating_count else []  # type: ignore[attr-defined]


def review_data(product: Product, shown: list[Review]) -> dict[str, Any]:
    """schema.org/AggregateRating and the reviews shown, to be part of the product; empty where there are none."""
    rating = rating_of(product)
    if rating is None:
        return {}
    scale = {"bestRating": BEST, "worstRating": WORST}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(rating.average),
            "reviewCount": rating.count,
            **scale,
        },
        "review": [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": review.shown_name or _("A customer")},
                "datePublished": review.created_at.date().isoformat(),
                "name": review.title,
                "reviewBody": review.text,
                "reviewRating": {"@type": "Rating", "ratingValue": review.rating, **scale},
            }
            for review in shown
        ],
    }


@require_safe
def product_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """All reviews of a product that the site shows, ten a page."""
    site = Site.find_for_request(request)
    product = Product.objects.filter(slug=slug, is_active=True).first()
    if product is None or site is None:
        raise Http404
    depends_on_products([product.pk])
    depends_on_reviews(product.pk)
    cards = cards_of([product.pk], goods=keeper.goods(site), site=site)
    if not cards or not product.rating_count:
        raise Http404
    page = _page(product, request)
    context = {
        "product": product,
        "url": cards[0].url,
        "rating": rating_of(product),
        "bars": bars(product),
        "page_of_reviews": page,
        "canonical": as_absolute(request, request.path) + (f"?page={page.number}" if page.number > 1 else ""),
    }
    return render(request, "pages/reviews.html", context)


def _page(product: Product, request: HttpRequest) -> Page[Review]:
    published = Review.objects.filter(product=product).published()
    paginator = Paginator(published, A_PAGE)
    paginator.count = product.rating_count  # known already
    return paginator.get_page(parse_page(request.GET.get("page")))
