"""A customer's reviews: what they bought and may say something of, and what they said."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog_pages import reviews
from catalog_pages.models import Product, Review
from customers.models import Customer
from orders import reviewing
from orders.cart_lines import first_pictures
from orders.exceptions import NotBought
from orders.forms.review import ReviewForm

MOST_TO_REVIEW = 24


@never_cache
@login_required
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What waits for a review, the latest bought first, and the reviews written. A fixed number of queries."""
    customer = cast(Customer, request.user)
    to_review = list(reviewing.still_to_review(customer).order_by("-pk")[:MOST_TO_REVIEW])
    written = list(_own(customer).order_by("-created_at", "-pk"))
    pictures = first_pictures(
        {*(product.pk for product in to_review), *(each.product_id for each in written)}
    )
    context = {
        "to_review": [(product, pictures.get(product.pk)) for product in to_review],
        "written": [(review, pictures.get(review.product_id)) for review in written],
    }
    return render(request, "orders/reviews.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a review, or write it anew. Who did not buy the product is told that this is for those who did."""
    customer = cast(Customer, request.user)
    product = reviewing.products_bought_by(customer).filter(slug=slug).first()
    if product is None:
        return _not_bought(request, get_object_or_404(Product.objects.published(), slug=slug))
    review = _own(customer).filter(product=product).first()
    form = ReviewForm(request.POST or None, initial=_initial(customer, review))
    if form.is_valid():
        try:
            reviewing.write(customer=customer, product=product, **form.cleaned_data)
        except NotBought:
            return _not_bought(request, product)
        messages.success(request, _("Thank you. We look at every review before it is shown."))
        return redirect("orders:reviews")
    context = {"form": form, "product": product, "review": review}
    return render(request, "orders/review_form.html", context)


@never_cache
@login_required
@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the review back; nothing of it is kept."""
    review = get_object_or_404(_own(cast(Customer, request.user)), product__slug=slug)
    reviews.delete(review=review)
    messages.success(request, _("Your review is deleted."))
    return redirect("orders:reviews")


def _not_bought(request: HttpRequest, product: Product) -> HttpResponse:
    words = _("Reviews of %(name)s are by those who bought it here and have received it.")
    messages.info(request, words % {"name": product.name})
    return redirect("orders:reviews")


def _own(customer: Customer) -> QuerySet[Review]:
    return Review.objects.filter(author=customer.pk).select_related("product")


def _initial(customer: Customer, review: Review | None) -> dict[str, object]:
    if review is None:
        return {"shown_name": reviewing.shown_name_of(customer)}
    names = ("rating", "title", "text", "shown_name")
    return {name: getattr(review, name) for name in names}
