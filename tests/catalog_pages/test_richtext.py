"""HTML from others is harmless once it is stored."""

import pytest

from catalog_pages.richtext import sanitise
from tests.factories import ProductFactory


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>A <strong>blue</strong> mug</p>", "<p>A <strong>blue</strong> mug</p>"),
        ("<p onclick='x()'>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script>a", "a"),
        ("<style>p{}</style>a", "a"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<a href='javascript:alert(1)'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        (
            "<a href='https://example.com' target='_blank'>a</a>",
            '<a href="https://example.com" rel="noopener noreferrer">a</a>',
        ),
        ("<iframe src='//evil.example'></iframe>a", "a"),
        ("<svg><script>alert(1)</script></svg>a", "a"),
        ("<p style='position:fixed'>a</p>", "<p>a</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<!-- secret -->a", "a"),
        ("", ""),
    ],
)
def test_text_stays_and_tricks_go(html: str, clean: str) -> None:
    assert sanitise(html) == clean
    assert sanitise(clean) == clean


@pytest.mark.django_db
def test_a_description_is_cleaned_when_it_is_saved() -> None:
    product = ProductFactory(description="<p>Blue</p><script>alert(1)</script>")
    product.refresh_from_db()
    assert product.description == "<p>Blue</p>"
