"""What shoppers and apps do, over the public pages and the API. A wrong answer raises."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import aiohttp

from tests.benchmarks.buying import buy, seen

Flow = Callable[[aiohttp.ClientSession, int], Awaitable[None]]

PAGES = 20
"""Of a hundred products: what pages and words are taken from."""
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Byron",
    "line1": "12 St James's Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
    "country": "GB",
    "phone": "+442079460000",
}


@dataclass(frozen=True)
class Shop:
    """What the flows found in the shop they measure: paths of pages of each kind, and SKUs in stock."""

    base: str
    category_slug: str
    categories: list[str]
    products: list[str]
    searches: list[str]
    typed: list[str]
    skus: list[str]
    page_of: dict[str, str]
    """The path of the page that sells the variant with this SKU."""


async def _json(client: aiohttp.ClientSession, url: str, headers: Mapping[str, str] | None = None) -> Any:
    async with client.get(url, headers=headers) as answer:
        assert answer.status == 200, f"{answer.status} {url}"
        return await answer.json()


async def discover(base: str) -> Shop:
    """Find pages, words and SKUs by the API alone: all categories, and PAGES of goods from all over the shop."""
    dice = random.Random(1)
    api = f"{base}/api/v1"
    async with aiohttp.ClientSession() as client:
        tree = await _json(client, f"{api}/categories/")
        first = await _json(client, f"{api}/products/?in_stock=true&page_size=100")
        last = max(1, first["count"] // 100)
        pages = dice.sample(range(1, last + 1), min(PAGES, last))
        listed = [
            each
            for page in pages
            for each in (await _json(client, f"{api}/products/?in_stock=true&page_size=100&page={page}"))[
                "results"
            ]
        ]
        detail = [await _json(client, f"{api}/products/{each['slug']}/") for each in first["results"][:60]]
    leaves = list(_leaves(tree))
    page_of = {
        variant["sku"]: urlsplit(each["url"]).path
        for each in detail
        for variant in each["variants"]
        if variant["in_stock"]
    }
    words = [_some_words(each["name"], dice) for each in listed]
    return Shop(
        base=base,
        category_slug=listed[0]["category"]["slug"],
        categories=[urlsplit(each["url"]).path for each in leaves if each["url"]],
        products=[urlsplit(each["url"]).path for each in listed],
        searches=[f"/search/?q={quote_plus(each)}" for each in words],
        typed=[each[: dice.randint(2, max(2, len(each)))] for each in words],
        skus=list(page_of),
        page_of=page_of,
    )


def _leaves(nodes: list[Any]) -> Iterator[Any]:
    for node in nodes:
        if node["children"]:
            yield from _leaves(node["children"])
        else:
            yield node


def _some_words(name: str, dice: random.Random) -> str:
    words = [word for word in name.lower().split() if word.isalpha()] or ["print"]
    return " ".join(dice.sample(words, min(len(words), dice.choice((1, 1, 2, 2, 3)))))


async def scramble(shop: Shop, sku: str, *, buyers: int) -> tuple[int, int, float]:
    """So many guests at once buy a piece of one variant: how many got it, how many were told that it is sold out,
    and in how many seconds. Any other answer raises.
    """
    api = f"{shop.base}/api/v1"
    ready, go = [], asyncio.Event()

    async def buy() -> int:
        async with aiohttp.ClientSession() as client:
            headers = await _add(client, api, sku, {})
            options = await _json(client, f"{api}/checkout/options/?country=GB", headers)
            ready.append(sku)
            await go.wait()
            status, answer = await _place(client, api, headers, options)
        assert status == 201 or answer["errors"][0]["code"] == "out_of_stock", answer
        return status

    buying = [asyncio.ensure_future(buy()) for _buyer in range(buyers)]
    while len(ready) < buyers and not any(each.done() for each in buying):
        await asyncio.sleep(0.01)
    began = time.perf_counter()
    go.set()
    statuses = await asyncio.gather(*buying)
    return statuses.count(201), statuses.count(409), time.perf_counter() - began


async def _add(client: aiohttp.ClientSession, api: str, sku: str, headers: dict[str, str]) -> dict[str, str]:
    async with client.post(f"{api}/cart/items/", json={"sku": sku, "quantity": 1}, headers=headers) as answer:
        assert answer.status in (200, 201), f"{answer.status} {await answer.text()}"
        return {**headers, "X-Cart-Token": answer.headers["X-Cart-Token"]}


async def _place(
    client: aiohttp.ClientSession, api: str, headers: dict[str, str], options: Any
) -> tuple[int, Any]:
    body = {
        "email": f"{uuid.uuid4().hex[:12]}@example.com",
        "shipping_address": ADDRESS,
        "shipping_method": options["shipping_methods"][0]["code"],
        "payment_method": options["payment_methods"][0]["code"],
    }
    headers = {**headers, "Idempotency-Key": str(uuid.uuid4())}
    async with client.post(f"{api}/checkout/", json=body, headers=headers) as answer:
        return answer.status, await answer.json()


def flows(shop: Shop) -> dict[str, Flow]:
    """Each flow by its name, in the order they are measured."""
    api = f"{shop.base}/api/v1"

    async def category_listing(client: aiohttp.ClientSession, n: int) -> None:
        found = await _json(client, f"{api}/products/?category={shop.category_slug}&page_size=24")
        assert found["results"]

    async def suggestions(client: aiohttp.ClientSession, n: int) -> None:
        typed = quote_plus(shop.typed[n % len(shop.typed)])
        assert "products" in await _json(client, f"{api}/suggestions/?q={typed}")

    async def add_to_cart(client: aiohttp.ClientSession, n: int) -> None:
        await _add(client, api, shop.skus[n % len(shop.skus)], {})

    async def guest_checkout(client: aiohttp.ClientSession, n: int) -> None:
        headers = await _add(client, api, shop.skus[n % len(shop.skus)], {})
        headers = await _add(client, api, shop.skus[(n + 7) % len(shop.skus)], headers)
        options = await _json(client, f"{api}/checkout/options/?country=GB", headers)
        status, answer = await _place(client, api, headers, options)
        assert status == 201 and answer["number"], answer

    async def guest_checkout_on_pages(client: aiohttp.ClientSession, n: int) -> None:
        skus = [shop.skus[n % len(shop.skus)], shop.skus[(n + 7) % len(shop.skus)]]
        await buy(client, shop.base, [(shop.page_of[sku], sku) for sku in skus])

    return {
        "W1 category listing, API": category_listing,
        "W3 suggestions, API": suggestions,
        "W4 add to cart, API": add_to_cart,
        "W5 guest checkout of 2 lines, API": guest_checkout,
        "W5 guest checkout of 2 lines, pages": guest_checkout_on_pages,
    }


def page_flow(shop: Shop, paths: Sequence[str], whole: str = "</html>") -> Flow:
    """One page after the other, for where wrk is not installed."""

    async def page(client: aiohttp.ClientSession, n: int) -> None:
        await seen(client, shop.base + paths[n % len(paths)], whole)

    return page
