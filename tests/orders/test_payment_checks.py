"""What `manage.py check` says about the settings of payments."""

from typing import Any

import pytest

from orders.checks import stripe_settings

SET = {"STRIPE_SECRET_KEY": "sk", "STRIPE_PUBLISHABLE_KEY": "pk", "STRIPE_WEBHOOK_SECRET": "whsec"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        (SET, []),
        ({**SET, "STRIPE_CAPTURE": "manual"}, []),
        ({**SET, "STRIPE_PUBLISHABLE_KEY": ""}, ["orders.E001"]),
        ({**SET, "STRIPE_SECRET_KEY": ""}, ["orders.E001"]),
        ({**SET, "STRIPE_WEBHOOK_SECRET": ""}, ["orders.W001"]),
        ({"STRIPE_CAPTURE": "later"}, ["orders.E002"]),
    ],
)
def test_settings_that_cannot_work_are_named(
    settings: Any, changes: dict[str, str], found: list[str]
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [message.id for message in stripe_settings()] == found
