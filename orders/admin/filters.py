"""How lists of orders, of mails and of webhook deliveries are narrowed down."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import ShopSettings
from orders.models import PING, Item, Order, Payment, Return, Shipment, TaxRate, Topic
from orders.models.outbox import MOST_ATTEMPTS
from orders.payments import PROVIDERS

Status = Order.Status


def payment_method_names() -> dict[str, str]:
    """The name of each payment method by its code; the code itself where the shop does not offer it now."""
    shop = ShopSettings.default()
    names = {method.code: str(method.name) for provider in PROVIDERS for method in provider.methods(shop)}
    codes = sorted(code for provider in PROVIDERS for code in provider.codes)
    return {code: names.get(code, code.replace("_", " ").capitalize()) for code in codes}


class ToDoFilter(SimpleListFilter):
    """What waits for somebody in the house."""

    title = _("work to do")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("money", _("awaiting payment")),
            ("pack", _("to be packed")),
            ("ship", _("to be shipped")),
            ("return", _("coming back")),
            ("refund", _("to be paid back")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        on_delivery = [code for each in PROVIDERS for code in each.codes if each.on_delivery(code)]
        taken = Payment.objects.filter(amount_captured__gt=F("amount_refunded") + F("amount_set_aside"))
        reserved = Payment.objects.filter(status=Payment.Status.AUTHORISED).values("order")
        of_orders = Item.objects.filter(content_type=ContentType.objects.get_for_model(Order))
        has_more = Q(pk__in=of_orders.still_to_be_sent().values("object_id"))
        conditions = {
            "money": Q(status=Status.PENDING)
            | Q(
                paid_at=None,
                payment_method__in=on_delivery,
                status__in=[
                    Status.PACKED,
                    Status.PARTIALLY_SHIPPED,
                    Status.SHIPPED,
                    Status.DELIVERED,
                ],
            ),
            "pack": Q(status=Status.PAID)
            | Q(status=Status.PENDING, payment_method__in=on_delivery)
            | Q(status=Status.PENDING, pk__in=reserved)
            | (has_more & Q(status=Status.PARTIALLY_REFUNDED, shipments=None)),
            "ship": Q(status__in=[Status.PACKED, Status.PARTIALLY_SHIPPED])
            | (has_more & Q(status=Status.PARTIALLY_REFUNDED, pk__in=Shipment.objects.values("order"))),
            "return": Q(pk__in=Return.objects.filter(status=Return.Status.REQUESTED).values("order")),
            "refund": Q(status__in=[Status.CANCELLED, Status.EXPIRED], pk__in=taken.values("order")),
        }
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class PaymentMethodFilter(SimpleListFilter):
    """By the methods the shop knows: looking for those in use would read every row."""

    title = _("payment method")
    parameter_name = "method"
    field = "payment_method"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(payment_method_names().items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class MethodOfPaymentFilter(PaymentMethodFilter):
    field = "method"


class OwnerFilter(SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("customers", _("customers")), ("guests", _("guests"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("customers", "guests"):
            return queryset.filter(customer__isnull=self.value() == "guests")
        return queryset


class DeliveredFilter(SimpleListFilter):
    title = _("where it is")
    parameter_name = "delivered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("on its way")), ("yes", _("delivered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("no", "yes"):
            return queryset.filter(delivered_at__isnull=self.value() == "no")
        return queryset


class SendingStateFilter(SimpleListFilter):
    """Of mails, and of webhook deliveries."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("sent", _("sent")), ("waiting", _("waiting")), ("given-up", _("given up"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "sent":
                return queryset.filter(sent_at__isnull=False)
            case "waiting":
                return queryset.filter(sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
            case "given-up":
                return queryset.given_up()
        return queryset


class TopicFilter(SimpleListFilter):
    """By the topics there are: looking for those in use would read every row."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(topic, topic) for topic in (*Topic.values, PING)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(topic=self.value()) if self.value() else queryset


class InForceFilter(SimpleListFilter):
    """VAT rates by today: an earlier start that a later one replaces counts as in force until its last day."""

    title = _("in force")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("today")), ("later", _("from a later day")), ("over", _("no longer"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[TaxRate]) -> QuerySet[TaxRate]:
        today = timezone.localdate()
        started = Q(valid_from=None) | Q(valid_from__lte=today)
        match self.value():
            case "now":
                return queryset.filter(started, Q(valid_until=None) | Q(valid_until__gte=today))
            case "later":
                return queryset.filter(valid_from__gt=today)
            case "over":
                return queryset.filter(valid_until__lt=today)
        return queryset
