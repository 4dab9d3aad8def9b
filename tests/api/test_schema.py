"""The API does what its schema says, whatever is sent: no server error, no status and no body it does not document.

Here the requests stay in the process, a few for each operation; docs/developers.md has the command that does the
same over HTTP, and more of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from hypothesis import HealthCheck, settings
from rest_framework.authtoken.models import Token
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalog_pages.models import ShopSettings
from tests.factories import CustomerFactory
from tests.shops import filled_cart, open_shop, order_of, placed_order, stocked
from tests.storefront import show

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("schema")]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MANY = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def schema_of_the_code() -> Any:
    """The schema drawn from the code: reading it over HTTP would need a database before any test has one."""
    drawn = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(json.loads(OpenApiJsonRenderer().render(drawn)))
    shop = get_wsgi_application()

    def uncompressed(environ: dict[str, Any], start_response: Any) -> Any:
        """Without a network, nobody takes an answer out of its compression."""
        return shop({**environ, "HTTP_ACCEPT_ENCODING": "identity"}, start_response)

    schema.app = uncompressed
    return schema


schema = schema_of_the_code()
# The customer sends what is at the edges of the schema (numbers too large, parts left out); it need not be sent twice.
without_edges = schema_of_the_code()
without_edges.config.phases.coverage.enabled = False


@pytest.fixture(autouse=True)
def _connection_stays_open() -> Iterator[None]:
    """A request closes a connection it finds in a transaction, as the test's is; Django's own client does this too."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def shop(db: None) -> ShopSettings:
    return open_shop()


def test_the_schema_is_drawn_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", tmp_path / "schema.yml")


@without_edges.parametrize()
@MANY
def test_nobody_in_particular_sends_anything(case: Case, shop: ShopSettings) -> None:
    case.call_and_validate(checks=CHECKS)


@pytest.fixture
def insider(shop: ShopSettings) -> dict[str, Any]:
    """A customer with a filled cart and an order, and what they know of."""
    customer = CustomerFactory(password="a long enough one")
    variant = stocked(10_000)
    show(variant.product)
    order_of(filled_cart(stocked(), customer=customer), customer=customer)
    cart = filled_cart(variant, customer=customer)
    return {
        "customer": customer,
        "variant": variant,
        "item": cart.items.get(),
        "order": customer.orders.get(),
    }


@schema.parametrize()
@MANY
def test_a_customer_who_names_what_there_is_sends_anything_else(case: Case, insider: dict[str, Any]) -> None:
    # A log-out among the requests takes the token along; the next one begins with a new one.
    token, _made = Token.objects.get_or_create(user=insider["customer"])
    known = {
        "number": insider["order"].number,
        "slug": insider["variant"].product.slug,
        "id": insider["item"].pk,
    }
    for name in known.keys() & (case.path_parameters or {}).keys():
        case.path_parameters[name] = known[name]
    if isinstance(case.body, dict) and "sku" in case.body:
        case.body["sku"] = insider["variant"].sku
    case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Token {token.key}"})


def test_what_no_endpoint_knows_is_answered_in_the_same_shape(client: Any, shop: ShopSettings) -> None:
    methods = ("get", "post", "put", "patch", "delete", "options")
    for method, path in product(methods, ("no/such/thing/", "products/two%0Alines/", "products/mug%0A/")):
        answer = getattr(client, method)(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert answer.json() == {
            "type": "client_error",
            "errors": [{"code": "not_found", "detail": "Not found.", "attr": None}],
        }


def test_an_order_reads_as_documented_from_end_to_end(shop: ShopSettings) -> None:
    """Bodies that chance does not bring about: an order with everything in it."""
    order = placed_order()
    operation = schema["/api/v1/orders/{number}/"]["GET"]
    case = operation.Case(path_parameters={"number": order.number}, query={"token": order.token})
    assert case.call_and_validate(checks=CHECKS).status_code == 200
