"""A slug is made of any name, and never clashes."""

import pytest
from django.db import IntegrityError

from catalog_pages.models import Brand, Category, Product
from catalog_pages.slugs import slug_for, unique_slug_for
from tests.factories import CategoryFactory, ProductFactory


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Plain mug", "plain-mug"),
        ("Чашка с блюдцем", "chashka-s-blyudtsem"),
        ("Größe & Maß", "grosse-mass"),
        ("Ελληνικό φλιτζάνι", "elliniko-flitzani"),
        ("  --Mug--  ", "mug"),
    ],
)
def test_a_name_in_any_script_becomes_letters(name: str, slug: str) -> None:
    assert slug_for(name) == slug


@pytest.mark.parametrize("name", ["青い茶碗", "فنجان", "머그잔", "☕☕", "!!!", "", "👩‍👩‍👧"])
def test_no_name_gives_an_empty_slug(name: str) -> None:
    slug = slug_for(name)
    assert slug
    assert slug.isascii()
    assert len(slug) <= 200


def test_a_name_as_long_as_can_be_fits() -> None:
    assert len(slug_for("щ" * 240)) <= 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Чашка", "青い茶碗", "☕"])
@pytest.mark.parametrize("factory", [CategoryFactory, ProductFactory])
def test_rows_named_in_any_script_are_saved_with_a_slug(factory, name: str) -> None:
    first, second = factory(name=name), factory(name=name)
    assert first.slug
    assert second.slug
    assert first.slug != second.slug


@pytest.mark.django_db
def test_the_same_name_again_is_numbered() -> None:
    slugs = [ProductFactory(name="Mug").slug for _ in range(3)]
    assert slugs == ["mug", "mug-2", "mug-3"]
    assert Category.objects.create(name="Mug").slug == "mug"
    assert unique_slug_for("Mug", Product.objects.all()) == "mug-4"


@pytest.mark.django_db
def test_a_slug_is_kept_when_the_name_changes() -> None:
    product = ProductFactory(name="Mug")
    product.name = "Beaker"
    product.save()
    assert product.slug == "mug"


@pytest.mark.django_db
def test_another_clash_than_the_slugs_is_not_hidden() -> None:
    Brand.objects.create(name="Pipit Press")
    with pytest.raises(IntegrityError, match="brand_name"):
        Brand.objects.create(name="PIPIT PRESS")
