"""What shoppers and apps do, over the public pages and the API. A wrong answer raises."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

Flow = Callable[[aiohttp.ClientSession, int], Awaitable[None]]

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
    """What the flows found in the shop they measure."""

    base: str
    category_slug: str
    category_url: str
    product_urls: list[str]
    skus: list[str]


async def _page(client: aiohttp.ClientSession, url: str) -> None:
    async with client.get(url) as answer:
        body = await answer.text()
        assert answer.status == 200 and "</html>" in body, f"{answer.status} {url}"


async def _json(client: aiohttp.ClientSession, url: str, headers: Mapping[str, str] | None = None) -> Any:
    async with client.get(url, headers=headers) as answer:
        assert answer.status == 200, f"{answer.status} {url}"
        return await answer.json()


async def discover(base: str) -> Shop:
    """Find a category, products and SKUs in stock by the API."""
    async with aiohttp.ClientSession() as client:
        listed = await _json(client, f"{base}/api/v1/products/?in_stock=true&page_size=100")
        detail = [await _json(client, f"{base}/api/v1/products/{p['slug']}/") for p in listed["results"][:60]]
    urls = [p["url"] if p["url"].startswith("http") else base + p["url"] for p in detail]
    first = detail[0]
    return Shop(
        base=base,
        category_slug=first["category"]["slug"],
        category_url=urls[0].rstrip("/").rsplit("/", 1)[0] + "/",
        product_urls=urls,
        skus=[v["sku"] for p in detail for v in p["variants"] if v["in_stock"]],
    )


def flows(shop: Shop, query: str) -> dict[str, Flow]:
    """Each flow by its name, in the order they are measured."""
    api = f"{shop.base}/api/v1"

    async def bare_view(client: aiohttp.ClientSession, n: int) -> None:
        await _json(client, f"{shop.base}/livez")

    async def category_page(client: aiohttp.ClientSession, n: int) -> None:
        await _page(client, shop.category_url)

    async def category_listing(client: aiohttp.ClientSession, n: int) -> None:
        found = await _json(client, f"{api}/products/?category={shop.category_slug}&page_size=24")
        assert found["results"]

    async def product_page(client: aiohttp.ClientSession, n: int) -> None:
        await _page(client, shop.product_urls[n % len(shop.product_urls)])

    async def search_page(client: aiohttp.ClientSession, n: int) -> None:
        await _page(client, f"{shop.base}/search/?q={query}")

    async def add(client: aiohttp.ClientSession, sku: str, headers: dict[str, str]) -> dict[str, str]:
        async with client.post(
            f"{api}/cart/items/", json={"sku": sku, "quantity": 1}, headers=headers
        ) as answer:
            assert answer.status in (200, 201), f"{answer.status} {await answer.text()}"
            return {**headers, "X-Cart-Token": answer.headers["X-Cart-Token"]}

    async def add_to_cart(client: aiohttp.ClientSession, n: int) -> None:
        await add(client, shop.skus[n % len(shop.skus)], {})

    async def guest_checkout(client: aiohttp.ClientSession, n: int) -> None:
        headers = await add(client, shop.skus[n % len(shop.skus)], {})
        headers = await add(client, shop.skus[(n + 7) % len(shop.skus)], headers)
        options = await _json(client, f"{api}/checkout/options/?country=GB", headers)
        body = {
            "email": f"{uuid.uuid4().hex[:12]}@example.com",
            "shipping_address": ADDRESS,
            "shipping_method": options["shipping_methods"][0]["code"],
            "payment_method": options["payment_methods"][0]["code"],
        }
        headers["Idempotency-Key"] = str(uuid.uuid4())
        async with client.post(f"{api}/checkout/", json=body, headers=headers) as answer:
            placed = await answer.json()
            assert answer.status == 201 and placed["number"], placed

    return {
        "bare view (the reference)": bare_view,
        "W1 category page": category_page,
        "W1 category listing, API": category_listing,
        "W2 product page": product_page,
        "W3 search page": search_page,
        "W4 add to cart, API": add_to_cart,
        "W5 guest checkout of 2 lines, API": guest_checkout,
    }
