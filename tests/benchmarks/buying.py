"""A guest who buys on pages, by their forms and without scripts."""

from __future__ import annotations

import re
import uuid
from html import unescape

import aiohttp

ADDRESS = {
    "shipping-country": "DE",
    "shipping-first_name": "Ada",
    "shipping-last_name": "Byron",
    "shipping-line1": "Lindenstr. 12",
    "shipping-city": "Berlin",
    "shipping-postcode": "10969",
}
"""Where the shop posts to unless it is told otherwise: another country would have the total shown once more."""
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r"""([\w-]+)(?:="([^"]*)")?""")
DONE = "/checkout/done/"


async def buy(client: aiohttp.ClientSession, base: str, things: list[tuple[str, str]]) -> str:
    """Look at the page of each thing, put the variant with its SKU into the cart, order all: where that ends.

    Every page is read to its end and every redirect followed.
    """
    for path, sku in things:
        assert sku in await seen(client, base + path)
        await _sent(client, f"{base}/cart/add/", {"sku": sku}, then="/cart/")
    page = await seen(client, f"{base}/checkout/")
    email = f"{uuid.uuid4().hex[:12]}@example.com"
    wishes = {**filled(page), **ADDRESS, "email": email, "action": "place"}
    return await _sent(client, f"{base}/checkout/", wishes, then=DONE)


def filled(page: str) -> dict[str, str]:
    """The names and values of the fields that the page has filled in already."""
    values = {}
    for tag in INPUT.findall(page):
        said = dict(ATTRIBUTE.findall(tag[len("<input") :]))
        if "name" in said and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            values[said["name"]] = unescape(said.get("value", "" if said.get("type") != "checkbox" else "on"))
    return values


async def seen(client: aiohttp.ClientSession, url: str, whole: str = "</html>") -> str:
    """The page at this address; one without `whole` in it is wrong."""
    async with client.get(url) as answer:
        page = await answer.text()
        assert answer.status == 200 and whole in page, f"{answer.status} {url}"
        return page


async def _sent(client: aiohttp.ClientSession, url: str, fields: dict[str, str], *, then: str) -> str:
    """Send a form as a page of the shop does; where it leads, which has to begin with `then`."""
    origin = url.split("/", 3)
    headers = {"Origin": "/".join(origin[:3]), "Sec-Fetch-Site": "same-origin"}
    async with client.post(url, data=fields, headers=headers) as answer:
        page = await answer.text()
        assert answer.status == 200 and "</html>" in page, f"{answer.status} {url}"
        assert answer.url.path.startswith(then), f"{url} led to {answer.url.path}"
        return answer.url.path
