"""The cart, read and written."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog_pages.api.shaping import shaped, shaped_all
from orders.api.serializers.money import MoneyField
from orders.carts import CartView

# A quantity nobody orders by hand; it keeps arithmetic and column widths far from their ends.
LARGEST_QUANTITY = 9_999


class CartItemSerializer(serializers.Serializer[object]):
    """A line of the cart."""

    id = serializers.IntegerField(source="item.pk", read_only=True)
    sku = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True, help_text=_("The product's page; empty where there is none."))
    quantity = serializers.IntegerField(read_only=True)
    unit_price = MoneyField()
    line_total = MoneyField()
    available = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text=_("How many can be promised now; null where there is no limit."),
    )
    message = serializers.CharField(
        read_only=True, help_text=_("What changed or falls short, in words; empty where all is well.")
    )


class TotalsSerializer(serializers.Serializer[object]):
    """Sums in the shop's price basis; `total` is what will be paid, VAT included."""

    subtotal = MoneyField()
    discount = MoneyField()
    shipping = MoneyField()
    tax = MoneyField(source="tax_total")
    total = MoneyField()


class CartVoucherSerializer(serializers.Serializer[object]):
    """The voucher in the cart."""

    code = serializers.CharField(read_only=True)
    message = serializers.CharField(
        read_only=True, help_text=_("Why it does not apply now; empty where it does.")
    )


class DiscountSerializer(serializers.Serializer[object]):
    """What a promotion saves. The amounts sum to `totals.discount`; delivery made free is in none of them."""

    name = serializers.CharField(read_only=True)
    code = serializers.CharField(
        read_only=True, help_text=_("Of the voucher that unlocks it; empty where it needs none.")
    )
    amount = MoneyField()
    free_shipping = serializers.BooleanField(source="is_free_shipping", read_only=True)


class CartSerializer(serializers.Serializer[CartView]):
    """A priced cart."""

    token = serializers.CharField(
        source="cart.token",
        read_only=True,
        help_text=_(
            "Names a guest's cart in the header X-Cart-Token. A customer's cart is not reached by it."
        ),
    )
    items = serializers.SerializerMethodField()
    voucher = serializers.SerializerMethodField()
    totals = serializers.SerializerMethodField()
    discounts = serializers.SerializerMethodField()
    item_count = serializers.IntegerField(read_only=True, help_text=_("Pieces, all lines together."))
    requires_shipping = serializers.BooleanField(read_only=True)
    can_check_out = serializers.BooleanField(read_only=True)
    prices_include_tax = serializers.BooleanField(read_only=True)

    @extend_schema_field(CartItemSerializer(many=True))
    def get_items(self, view: CartView) -> object:
        return shaped_all(CartItemSerializer, view.lines, view.currency)

    @extend_schema_field(CartVoucherSerializer(allow_null=True))
    def get_voucher(self, view: CartView) -> dict[str, str] | None:
        if not view.voucher_code:
            return None
        return {"code": view.voucher_code, "message": str(view.voucher_message)}

    @extend_schema_field(TotalsSerializer)
    def get_totals(self, view: CartView) -> object:
        return shaped(TotalsSerializer, view.totals, view.currency)

    @extend_schema_field(DiscountSerializer(many=True))
    def get_discounts(self, view: CartView) -> object:
        return shaped_all(DiscountSerializer, view.discounts, view.currency)


@extend_schema_serializer(
    examples=[OpenApiExample("Two of one", value={"sku": "PRINT-A3-INK", "quantity": 2})]
)
class CartItemAddSerializer(serializers.Serializer[object]):
    """What to put into the cart."""

    sku = serializers.CharField(max_length=80, help_text=_("Of the variant, whatever its case."))
    quantity = serializers.IntegerField(min_value=1, max_value=LARGEST_QUANTITY, default=1)


class CartItemChangeSerializer(serializers.Serializer[object]):
    """The quantity a line shall have; 0 removes it."""

    quantity = serializers.IntegerField(min_value=0, max_value=LARGEST_QUANTITY)


class CartVoucherCodeSerializer(serializers.Serializer[object]):
    """A code as the shopper typed it."""

    code = serializers.CharField(max_length=40)
