"""The checkout's form, filled in by somebody in London."""

from playwright.sync_api import Page


def fill_in(page: Page, *, email: str = "ada@example.com") -> None:
    page.get_by_label("E-mail address").fill(email)
    address = page.locator(".checkout__address").first
    for label, value in (
        ("First name", "Ada"),
        ("Last name", "Byron"),
        ("Address line 1", "12 St James's Square"),
        ("Town or city", "London"),
        ("Postcode", "SW1Y 4JH"),
    ):
        address.get_by_label(label).fill(value)
