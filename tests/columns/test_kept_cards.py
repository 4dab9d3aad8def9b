"""Cards that were made are kept: the last ones as they are, many more packed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from catalog_pages.availability import Availability
from catalog_pages.columns import cards as kept
from catalog_pages.columns.cards import Cards
from catalog_pages.listing.cards import CardName, CardPicture, CardSize, ProductCard

AS_CARD = "card"


@pytest.fixture(autouse=True)
def _little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_CARDS", 2)
    monkeypatch.setattr(kept, "MOST_PACKED", 3)


def card(pk: int, **more: Any) -> ProductCard:
    sizes = tuple(CardSize(f"/media/vase-{pk}-{width}.webp", width, width) for width in (360, 720))
    values: dict[str, Any] = {
        "pk": pk,
        "slug": f"vase-{pk}",
        "name": f"Vase {pk}, glazed",
        "brand": CardName("kiln", "Kiln & Co"),
        "category": CardName("vases", "Vases"),
        "url": f"/vases/vase-{pk}/",
        "price": Decimal("24.90"),
        "price_before": None,
        "has_price_range": False,
        "availability": Availability.of_levels(left=3, low_from=5),
        "pictures": (CardPicture(f"Vase {pk}", sizes),),
    }
    return ProductCard(**{**values, **more})


def keep(cards: Cards, *made: ProductCard) -> None:
    for each in made:
        cards.keep(each.pk, AS_CARD, each, cards.turn)


def test_a_card_comes_back_as_it_was_with_what_it_looked_like() -> None:
    cards, first = Cards(), card(1)
    first.rendered["en", "EUR"] = mark_safe("<article>&amp;</article>")
    keep(cards, first, card(2), card(3), card(4))
    found = cards.get(1, AS_CARD)
    assert found is not first
    assert found == first
    assert str(found.brand) == "Kiln & Co"
    assert found.rendered == first.rendered
    assert hasattr(found.rendered["en", "EUR"], "__html__")


def test_the_last_cards_are_kept_as_they_are() -> None:
    cards, last = Cards(), card(9)
    keep(cards, card(1), card(2), last)
    assert cards.get(9, AS_CARD) is last


def test_a_card_in_another_size_is_another() -> None:
    cards = Cards()
    keep(cards, card(1), card(2), card(3))
    assert cards.get(1, "related") is None


def test_the_oldest_of_too_many_are_let_go_of() -> None:
    cards = Cards()
    keep(cards, *map(card, range(1, 8)))
    assert cards.get(2, AS_CARD) is None
    assert cards.get(3, AS_CARD) == card(3)


def test_a_card_that_was_asked_for_is_kept_longer() -> None:
    cards = Cards()
    keep(cards, *map(card, range(1, 6)))
    assert cards.get(1, AS_CARD)
    keep(cards, *map(card, range(6, 9)))
    assert cards.get(1, AS_CARD)
    assert cards.get(2, AS_CARD) is None


@pytest.mark.parametrize("packed", [True, False])
def test_a_card_of_a_product_that_changed_is_let_go_of(packed: bool) -> None:
    cards = Cards()
    keep(cards, card(1), card(2), *([card(3), card(4)] if packed else []))
    cards.let_go_of(1)
    assert cards.get(1, AS_CARD) is None
    assert cards.get(2, AS_CARD) == card(2)


def test_a_changed_card_is_not_followed_by_the_one_that_was_packed_before() -> None:
    cards = Cards()
    keep(cards, card(1), card(2), card(3))  # packs the first
    cards.let_go_of(1)
    keep(cards, card(1, price=Decimal(30)), card(4), card(5))  # packs the new one
    found = cards.get(1, AS_CARD)
    assert found is not None
    assert found.price == 30


def test_all_are_let_go_of_packed_or_not() -> None:
    cards = Cards()
    keep(cards, *map(card, range(1, 5)))
    cards.let_go_of_all()
    assert not any(cards.get(pk, AS_CARD) for pk in range(1, 5))


def test_what_was_made_before_a_change_is_not_kept() -> None:
    cards = Cards()
    before = cards.turn
    cards.let_go_of(2)
    cards.keep(1, AS_CARD, card(1), before)
    assert cards.get(1, AS_CARD) is None


def test_a_card_that_changes_while_it_is_unpacked_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = Cards()
    keep(cards, *map(card, range(1, 5)))
    unpack = cards._unpack

    def held_up(packed: bytes) -> ProductCard:
        cards.let_go_of(1)
        return unpack(packed)

    monkeypatch.setattr(cards, "_unpack", held_up)
    cards.get(1, AS_CARD)
    assert cards.get(1, AS_CARD) is None
