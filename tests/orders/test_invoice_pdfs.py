"""What stands on the papers: figures, names in any script, many lines over pages, and nothing that breaks them."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.anonymising import anonymise
from orders.invoicing.files import pdf_of
from orders.invoicing.fonts import printable
from orders.invoicing.invoice_pdf import draw_invoice
from orders.invoicing.packing_slip import packing_slips
from orders.models import Invoice, InvoiceFile, Order
from tests.factories import TaxClassFactory, TaxRateFactory, VariantFactory, VoucherFactory
from tests.papers import invoice_of, invoice_words, pages_of, words_of
from tests.shops import ADDRESS, BRITISH_ADDRESS, filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db

LONG = (
    "Linocut block with a name that tells everything there is to tell about it: lime wood, planed on both sides, "
    "oiled with linseed, for two colours, with a handle of ash"
)
HOSTILE = (
    "\x00\x07", "", " ", "\u202eevil\u202c", "\ud83d\ude80"[:1], "a" * 400, "**bold** __under__ [a](b)", "{nb}",
    "%PDF", "\\u0000 (unbalanced", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "👨‍👩‍👧‍👦🏳️‍🌈", "\ufeff\ufffe\uffff", "\u2028\u2029", "ﷺ" * 60,
    "שלום\x00עולם", "田" * 300,
    "ა ဆ አ ខ្មែរ ໄທ த 한 ཀ", "\U0010ffff\U000e0001", "<b>&amp;</b>", "'; DROP TABLE orders_invoice; --",
)  # fmt: skip


def test_an_invoice_says_its_figures_on_paper(shop: ShopSettings) -> None:
    ShopSettings.objects.update(
        name="Pipit Press", vat_number="GB123456782", invoice_footer="Registered in England"
    )
    books = TaxClassFactory(code="books", name="Books", is_default=False)
    TaxRateFactory(country="DE", tax_class=books, rate=Decimal("0.07"))
    book = stocked(price=Decimal("48.00"), product__name="Book of birds", product__tax_class=books)
    card = stocked(price=Decimal("3.33"), product__name="Card", sku="CARD-7")
    voucher = VoucherFactory(code="SPRING")
    order = order_of(filled_cart(book, card), voucher=voucher.code, billing_address=BRITISH_ADDRESS)
    fulfilment.mark_paid(order=order)
    invoice = invoice_of(order)
    words = words_of(pdf_of(invoice))
    for part in (
        "Invoice", invoice.number, order.number, "Pipit Press", "GB123456782", "Registered in England", "Ada Byron",
        "12 St James's Square", "Lindenstr. 12", "Germany", "Book of birds 1 €48.00 7 % €48.00", "CARD-7",
        "Card 1 €3.33 19 % €3.33", "Goods €51.33", "Discount (SPRING) −€5.13", "Delivery: Standard post €4.90",
        "Total with VAT €51.10", "7 % €40.37 €2.83 €43.20", "19 % €6.64 €1.26 €7.90", "Bank transfer", "1 / 1",
    ):  # fmt: skip
        assert part in words, part


def test_prices_without_vat_add_it_at_the_end(db: None) -> None:
    open_shop(prices_include_tax=False)
    order = fulfilment.mark_paid(order=placed_order())
    words = invoice_words(order)
    for part in (
        "Price without VAT",
        "Goods €24.00",
        "Without VAT €28.90",
        "VAT €5.49",
        "Total with VAT €34.39",
    ):
        assert part in words, part


def test_a_credit_note_says_what_it_gives_back_and_of_what(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    fulfilment.refund(order=order, amount=Decimal("10.00"), reason="The mug came chipped")
    invoice, note = order.invoices.all()
    words = words_of(pdf_of(note))
    for part in (
        "Credit note", note.number, f"our invoice {invoice.number}", "The mug came chipped", "19 % €8.40 €1.60 €10.00",
        "Total given back €10.00", "Ada Byron",
    ):  # fmt: skip
        assert part in words, part


def test_what_is_paid_on_delivery_says_so(shop: ShopSettings) -> None:
    ShopSettings.objects.update(cash_on_delivery=True)
    order = placed_order(payment_method="cash_on_delivery")
    fulfilment.pack(order=order)
    fulfilment.ship(order=order)
    assert "€28.90 to be paid when the parcel arrives (Cash on delivery)." in invoice_words(order)


def test_who_owes_the_vat_abroad_is_said(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    invoice = invoice_of(order)
    assert "Reverse charge" not in words_of(draw_invoice(invoice))
    invoice.content |= {"reverse_charge": True}
    assert "Reverse charge" in words_of(draw_invoice(invoice))


def test_names_in_any_script_stand_on_it_whole(shop: ShopSettings) -> None:
    goods = {
        "Кружка глиняная": "Кружка глиняная", "Κούπα": "Κούπα", "湯呑み青磁": "湯呑み青磁", "도자기 컵": "도자기 컵",
        "Հայ": "Hay", "ถ้วยชา": "ถ้วยชา", "Größe": "Größe",
    }  # fmt: skip
    variants = [stocked(product__name=name) for name in goods]
    address = {**ADDRESS, "first_name": "محمد", "last_name": "الهاشمي", "company": "חברת האור", "line1": LONG}
    order = fulfilment.mark_paid(order=order_of(filled_cart(*variants), shipping_address=address))
    words = invoice_words(order)
    unspaced = words.replace(" ", "")
    for written in goods.values():
        assert written.replace(" ", "") in unspaced, written
    for name in ("محمد", "الهاشمي", "האור"):
        assert name in words, name
    assert LONG.replace(" ", "") in unspaced


def test_many_lines_go_over_pages_each_with_headings_and_its_number(shop: ShopSettings) -> None:
    variants = [stocked(product__name=f"Print no. {n:02}.") for n in range(60)]
    order = fulfilment.mark_paid(order=order_of(filled_cart(*variants)))
    pages = pages_of(pdf_of(invoice_of(order)))
    number = invoice_of(order).number
    assert len(pages) == 4
    for n, page in enumerate(pages, 1):
        assert f"{n} / {len(pages)}" in page
        assert number in page
    assert all("Price with VAT" in page for page in pages[:-1])
    whole = " ".join(pages)
    assert all(whole.count(f"Print no. {n:02}.") == 1 for n in range(60))
    assert "Total with VAT €724.90" in pages[-1]


def test_the_same_invoice_makes_the_same_bytes(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    one, again = (draw_invoice(Invoice.objects.get()) for _ in range(2))
    assert one == again == pdf_of(invoice_of(order))
    about = PdfReader(io.BytesIO(one)).metadata
    assert about is not None
    assert about.creation_date == invoice_of(order).issued_at.replace(microsecond=0)
    assert about.title == f"Invoice {invoice_of(order).number}"


def test_what_was_handed_out_once_is_handed_out_ever_after(
    shop: ShopSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    first = pdf_of(invoice_of(order))
    assert bytes(InvoiceFile.objects.get().pdf) == first
    monkeypatch.setattr("orders.invoicing.files.draw_invoice", lambda invoice: b"%PDF- of another layout")
    assert pdf_of(invoice_of(order)) == first


def saying(invoice: Invoice, texts: list[str]) -> Invoice:
    """The invoice, not saved, with these texts as its lines, its addresses and whatever else it says."""
    frozen = invoice.content["lines"][0]
    several = [text[:150] for text in texts[:6]]
    invoice.content |= {
        "lines": [{**frozen, "name": text[:400], "sku": text[:80]} for text in texts],
        "buyer": {"address": several, "vat_number": texts[0]},
        "delivery": several[::-1],
        "seller": {**invoice.content["seller"], "name": texts[-1][:80], "footer": "\n".join(texts)},
        "shipping_name": texts[0],
        "voucher_code": texts[-1],
    }
    return invoice


def test_no_name_breaks_a_paper(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    for first in range(0, len(HOSTILE), 11):
        invoice = saying(invoice_of(order), [*HOSTILE[first:], *HOSTILE[:first]])
        assert invoice.number in words_of(draw_invoice(invoice))
    storable = [text.replace("\x00", "").encode("utf-8", "replace").decode() for text in HOSTILE]
    fulfilment.refund(order=order, reason=" ".join(storable))
    assert order.number in words_of(pdf_of(order.invoices.last()))  # type: ignore[arg-type]
    Order.objects.filter(pk=order.pk).update(note="\n".join(storable))
    order.items.update(name=storable[14][:400])
    assert order.number in words_of(packing_slips(orders=[Order.objects.get(pk=order.pk)]))


@pytest.mark.realdata
def test_no_naughty_string_breaks_a_paper(shop: ShopSettings, shared_data: Path) -> None:
    texts = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    order = fulfilment.mark_paid(order=placed_order())
    words = words_of(draw_invoice(saying(invoice_of(order), texts)))
    assert invoice_of(order).number in words
    assert "Total with VAT €28.90" in words


def test_what_cannot_be_seen_is_left_out_and_what_no_font_has_is_spelt(shop: ShopSettings) -> None:
    assert printable("a\x00b\u202ec\n d\t\u00ade") == "abc d e"
    assert printable("Հայ 🦜") == "Hay :parrot:"
    assert printable("1\u202f234,50\u00a0€") == "1\u00a0234,50\u00a0€"
    assert printable("می\u200cخواهم") == "می\u200cخواهم"


# --- Packing slips -------------------------------------------------------------------------------------


def test_a_packing_slip_says_what_to_pack_and_where_it_goes_and_no_price(shop: ShopSettings) -> None:
    mug = stocked(sku="MUG-7", product__name="Mug with waves")
    address = {**ADDRESS, "phone": "+49 30 1234567"}
    order = order_of(filled_cart(mug, quantity=3), note="Ring twice.\nThen knock.", shipping_address=address)
    words = words_of(packing_slips(orders=[order]))
    for part in (
        "Packing slip", order.number, "Mug with waves MUG-7 3", "Pieces 3", "Lindenstr. 12", "Germany",
        "+49 30 1234567", "Standard post", "Ring twice. Then knock.",
    ):  # fmt: skip
        assert part in words, part
    assert "€" not in words
    assert "12.00" not in words


def test_the_slips_of_several_orders_are_one_file_each_numbered_by_itself(shop: ShopSettings) -> None:
    orders = [placed_order(), order_of(filled_cart(*(stocked() for _ in range(50)))), placed_order()]
    pages = pages_of(packing_slips(orders=orders))
    assert len(pages) == 4
    assert [order.number in page for order, page in zip(orders, (pages[0], pages[1], pages[3]), strict=True)]
    assert ["1 / 1" in pages[0], "2 / 2" in pages[2], "1 / 1" in pages[3]] == [True] * 3


def test_the_slips_of_many_orders_cost_as_many_queries_as_of_one(
    shop: ShopSettings, django_assert_max_num_queries
) -> None:
    orders = [placed_order() for _ in range(5)]
    with django_assert_max_num_queries(5):
        packing_slips(orders=list(Order.objects.filter(pk__in=[order.pk for order in orders])))


def test_an_order_without_an_address_still_has_a_slip(shop: ShopSettings) -> None:
    download = order_of(filled_cart(VariantFactory(requires_shipping=False)))
    forgotten = placed_order()
    anonymise(orders=[forgotten])
    words = pages_of(packing_slips(orders=[download, Order.objects.get(pk=forgotten.pk)]))
    assert "Nothing is sent." in words[0]
    assert "Byron" not in words[1]
