"""Who may review what: a customer to whom the goods were sent. Writing itself is catalog_pages.reviews' affair."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType

from catalog_pages import reviews
from catalog_pages.models import Product, Review
from catalog_pages.models.product import ProductQuerySet
from customers.models import Customer
from orders.exceptions import NotBought
from orders.models import Item, Order


def products_bought_by(customer: Customer) -> ProductQuerySet:
    """What was sent to the customer, whatever of it came back; goods no longer in the catalogue left out."""
    orders = Order.objects.filter(customer=customer.pk).values("pk")
    sent = Item.objects.filter(
        content_type=ContentType.objects.get_for_model(Order), object_id__in=orders, quantity_shipped__gt=0
    )
    return Product.objects.filter(pk__in=sent.order_by().values("variant__product"))


def still_to_review(customer: Customer) -> ProductQuerySet:
    """What the customer bought, can be seen in the shop, and has said nothing of yet."""
    reviewed = Review.objects.filter(author=customer.pk).order_by().values("product")
    return products_bought_by(customer).published().exclude(pk__in=reviewed)


def write(
    *, customer: Customer, product: Product, shown_name: str, rating: int, text: str, title: str = ""
) -> Review:
    """The customer's review of something they bought. Raises NotBought, and ValidationError as `reviews.write`."""
    if not products_bought_by(customer).filter(pk=product.pk).exists():
        raise NotBought(product)
    return reviews.write(
        product=product, author=customer, shown_name=shown_name, rating=rating, text=text, title=title
    )


def shown_name_of(customer: Customer) -> str:
    """What a form begins with: the first name and the initial of the last, "Ada B."."""
    initial = f" {customer.last_name[0]}." if customer.last_name and customer.first_name else ""
    return f"{customer.first_name}{initial}"[:80]
