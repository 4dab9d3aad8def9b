"""A shopper who fills in the forms of pages as a browser without scripts does."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

ADDRESS = {
    "shipping-first_name": "Ada",
    "shipping-last_name": "Byron",
    "shipping-line1": "Lindenstr. 12",
    "shipping-city": "Berlin",
    "shipping-postcode": "10969",
}


class Shopper:
    """Looks at pages and sends their forms; `page` is the last one seen, `response` the answer that brought it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.response: Any = None
        self.page = BeautifulSoup("", "html.parser")

    def visit(self, url: str) -> BeautifulSoup:
        return self._see(self.client.get(url, follow=True))

    def add(self, **fields: object) -> BeautifulSoup:
        """Send what a product's page sends; its CSRF token is the cookie's."""
        if "csrftoken" not in self.client.cookies:
            self.client.cookies["csrftoken"] = "a" * 32
        token = self.client.cookies["csrftoken"].value
        return self._see(
            self.client.post("/cart/add/", {"csrfmiddlewaretoken": token, **fields}, follow=True)
        )

    def send(self, form: str, button: tuple[str, str] | None = None, **changes: object) -> BeautifulSoup:
        """Fill in and send the form that the CSS selector finds, by the button of this name and value."""
        found = self.page.select_one(form)
        assert found is not None, f"there is no {form} on the page"
        data = {**self.filled(found), **changes}
        if button:
            data[button[0]] = button[1]
        data = {name: value for name, value in data.items() if value is not None}
        return self._see(self.client.post(found.get("action") or self.url, data, follow=True))

    def order(self, **changes: object) -> BeautifulSoup:
        """Press the button that places the order."""
        return self.send("#checkout-form", ("action", "place"), **changes)

    def filled(self, form: Tag) -> dict[str, object]:
        """The names and values a browser would send, no button pressed."""
        values: dict[str, object] = {}
        for control in form.select("input, select, textarea"):
            name, kind = control.get("name"), control.get("type")
            if not name:
                continue
            if kind in ("checkbox", "radio"):
                if control.has_attr("checked"):
                    values[name] = control.get("value", "on")
            elif control.name == "select":
                chosen = control.select_one("option[selected]") or control.select_one("option")
                values[name] = chosen["value"] if chosen else ""
            else:
                values[name] = (
                    control.get("value", "") if control.name == "input" else control.text.strip("\n")
                )
        return values

    @property
    def url(self) -> str:
        """Path and query of the page: where a form that names no address is sent."""
        asked = self.response.request
        return f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}"

    @property
    def text(self) -> str:
        """The words of the page's main part, spaces made single."""
        main = self.page.select_one("main") or self.page
        return " ".join(main.get_text(" ").split())

    def _see(self, response: Any) -> BeautifulSoup:
        assert response.status_code < 500, response.content[:500]
        self.response = response
        self.page = BeautifulSoup(response.content, "html.parser")
        return self.page
