"""What the frame of every page shows is made once until it changes, and never grows without end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.db import transaction

from catalog_pages.models import ShopSettings
from catalog_pages.page_cache import frame as frame_module
from catalog_pages.page_cache.frame import frame
from catalog_pages.page_cache.listening import one_request


@pytest.fixture
def made_in_turn() -> Callable[[], int]:
    """What is kept under one key: a number, higher each time it is made."""
    numbers = count()
    return lambda: frame.kept("thing", lambda: next(numbers))


@pytest.mark.usefixtures("committed")
def test_it_is_made_again_when_a_setting_has_changed(made_in_turn: Callable[[], int]) -> None:
    assert (made_in_turn(), made_in_turn()) == (0, 0)
    ShopSettings.objects.update(tagline="New")
    assert (made_in_turn(), made_in_turn()) == (1, 1)


@pytest.mark.usefixtures("committed")
def test_within_a_transaction_it_is_made_anew_and_kept_by_the_request_alone(
    made_in_turn: Callable[[], int],
) -> None:
    assert made_in_turn() == 0
    with transaction.atomic():
        assert (made_in_turn(), made_in_turn()) == (1, 2)
        with one_request():
            assert (made_in_turn(), made_in_turn()) == (3, 3)
    assert made_in_turn() == 0


@pytest.mark.usefixtures("committed")
def test_a_setting_that_is_edited_and_not_saved_is_nobody_elses() -> None:
    site = ShopSettings.objects.get().site
    ShopSettings.for_site(site).name = "Scribbled over"
    assert ShopSettings.for_site(site).name != "Scribbled over"


@pytest.mark.usefixtures("committed")
def test_however_much_is_kept_it_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_module, "MOST", 10)
    for host in range(35):
        assert frame.kept(("menu", f"{host}.example.com"), lambda host=host: host) == host
    assert len(frame._kept) <= 10
