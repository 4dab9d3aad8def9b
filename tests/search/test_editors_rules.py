"""Synonyms and placements: what editors keep holds from the next search on."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from customers.models import Customer
from search.models import Buried, Placement, Promoted, Synonym
from tests.factories import CustomerFactory
from tests.search.conftest import Found
from tests.storefront import for_sale, front_page

pytestmark = pytest.mark.django_db


def synonym(first: str, *others: str, direction: str = Synonym.Direction.BOTH) -> Synonym:
    front_page()
    made = Synonym(first=first, others="\n".join(others), direction=direction)
    made.full_clean()
    made.save()
    return made


def placement(words: str, *, first: tuple[Any, ...] = (), last: tuple[Any, ...] = ()) -> Placement:
    front_page()
    made = Placement(words=words)
    made.clean()
    made.save()
    for place, product in enumerate(first):
        Promoted.objects.create(placement=made, product=product, sort_order=place)
    for place, product in enumerate(last):
        Buried.objects.create(placement=made, product=product, sort_order=place)
    return made


def test_words_that_mean_the_same_find_each_other(found: Found) -> None:
    for_sale("Leather sofa")
    for_sale("Leather couch")
    assert found("sofas") == ["Leather sofa"]
    kept = synonym("sofa", "couch", "settee")
    for words in ("sofa", "couches", "settee", "leather settee"):
        assert sorted(found(words)) == ["Leather couch", "Leather sofa"], words
    assert found("sofa")[0] == "Leather sofa"
    kept.delete()
    assert found("sofa") == ["Leather sofa"]


def test_one_way_the_first_finds_the_others_and_not_the_reverse(found: Found) -> None:
    for_sale("Shelf for prints")
    for_sale("Poster")
    synonym("art", "print", "poster", direction=Synonym.Direction.ONE)
    assert sorted(found("art")) == ["Poster", "Shelf for prints"]
    assert found("poster") == ["Poster"]


def test_a_phrase_of_several_words_has_other_names_too(found: Found) -> None:
    for_sale("Black cell phone case")
    for_sale("Phone for a cell")
    synonym("mobile phone", "cell phone")
    assert found("mobile phone case") == ["Black cell phone case"]
    assert found("mobile") == []


def test_a_synonym_without_a_word_is_refused() -> None:
    with pytest.raises(ValidationError, match="has no word in it"):
        synonym("sofa", "***")
    with pytest.raises(ValidationError, match="No more than"):
        synonym("sofa", *(f"couch {number}" for number in range(40)))


def test_promoted_products_come_first_and_buried_ones_last(found: Found) -> None:
    one, two, three = for_sale("Red mug A"), for_sale("Red mug B"), for_sale("Red mug C")
    gift = for_sale("Gift box")
    kept = placement("red mugs", first=(gift, three), last=(one,))
    assert found("mug red") == ["Gift box", "Red mug C", "Red mug B", "Red mug A"]
    assert found("mug")[0] == "Red mug A"
    two.pages.get().unpublish()
    gift.pages.get().unpublish()
    assert found("red mug") == ["Red mug C", "Red mug A"]
    kept.delete()
    assert found("red mug") == ["Red mug A", "Red mug C"]


def test_a_promoted_product_keeps_to_the_filters(found: Found) -> None:
    for_sale("Red mug", price="5")
    gift = for_sale("Gift box", price="50")
    placement("red mug", first=(gift,))
    assert found("red mug", max_price="10") == ["Red mug"]


def test_words_that_find_nothing_may_be_given_products(found: Found) -> None:
    placement("present", first=(for_sale("Gift box"),))
    assert found("presents") == ["Gift box"]


def test_words_are_placed_once() -> None:
    placement("red mug")
    with pytest.raises(ValidationError, match="already"):
        placement("mugs, red")
    with pytest.raises(ValidationError, match="no word"):
        placement("!!")


def editor(*permissions: str) -> Customer:
    group = Group.objects.create(name="Search editors")
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", *permissions]),
    )
    person = CustomerFactory()
    person.groups.add(group)
    return person


def test_an_editor_keeps_synonyms_and_placements_in_the_admin(client: Client, found: Found) -> None:
    for_sale("Couch")
    mug = for_sale("Mug")
    front_page()
    client.force_login(
        editor("add_synonym", "change_synonym", "view_synonym", "add_placement", "change_placement")
    )
    locale = Locale.get_default().pk
    answer = client.post(
        reverse("wagtailsnippets_search_synonym:add"),
        {"locale": locale, "direction": "both", "first": "Sofa", "others": "Couch\n\nSettee"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert str(Synonym.objects.get()) == "Sofa = Couch, Settee"
    assert client.get(reverse("wagtailsnippets_search_synonym:list")).status_code == 200
    answer = client.post(
        reverse("wagtailsnippets_search_placement:add"),
        {
            "locale": locale,
            "words": "Settees",
            "promoted-TOTAL_FORMS": 1,
            "promoted-INITIAL_FORMS": 0,
            "promoted-MIN_NUM_FORMS": 0,
            "promoted-MAX_NUM_FORMS": 1000,
            "promoted-0-product": mug.pk,
            "promoted-0-ORDER": 1,
            "promoted-0-DELETE": "",
            "promoted-0-id": "",
            "buried-TOTAL_FORMS": 0,
            "buried-INITIAL_FORMS": 0,
            "buried-MIN_NUM_FORMS": 0,
            "buried-MAX_NUM_FORMS": 1000,
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.get(reverse("wagtailsnippets_search_placement:list")).status_code == 200
    client.logout()
    assert found("settee") == ["Mug", "Couch"]


def test_who_has_no_right_to_it_is_kept_out(client: Client) -> None:
    client.force_login(editor())
    for name in ("synonym", "placement"):
        assert client.get(reverse(f"wagtailsnippets_search_{name}:add")).status_code == 302
    assert "Synonyms" not in client.get(reverse("wagtailadmin_home")).content.decode()
