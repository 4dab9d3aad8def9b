import pytest
from django.core.management import CommandError, call_command

from catalog_pages import stock
from catalog_pages.models import StockItem
from tests.factories import VariantFactory

pytestmark = pytest.mark.django_db


def test_the_check_of_stock_is_content_with_an_honest_ledger(capsys) -> None:
    stock.receive(variant=VariantFactory(), quantity=3)
    call_command("check_stock")
    assert "agree" in capsys.readouterr().out


def test_the_check_of_stock_names_what_differs_and_fails(capsys) -> None:
    stock.receive(variant=VariantFactory(sku="MUG"), quantity=3)
    StockItem.objects.update(on_hand=4)
    with pytest.raises(CommandError, match="1 level differs"):
        call_command("check_stock")
    assert "MUG: on hand 4, ledger 3" in capsys.readouterr().out
