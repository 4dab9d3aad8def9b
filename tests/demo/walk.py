"""Walks through a shop by its links, as a reader or a search engine would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.test import Client

ELSEWHERE = ("/admin/", "/cms/", "/api/", "/static/", "/media/")
"""Not the shop's pages; what they link to has tests of its own."""


class _Page(HTMLParser):
    """The links and pictures of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[dict[str, str]] = []
        self.without: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img":
            self.pictures.append(found)
            missing = {"src", "alt", "width", "height"} - found.keys()
            if missing:
                self.without.append(f"{found.get('src')} has no {', '.join(sorted(missing))}")


@dataclass
class Walk:
    """What was met on the way. `broken` and `unsized` name the page that they were found on."""

    pages: dict[str, int] = field(default_factory=dict)
    """Address to status."""
    broken: list[str] = field(default_factory=list)
    unsized: list[str] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    """Addresses of pictures, those of every width too."""


def walk(client: Client, start: str = "/", *, within: tuple[str, ...] = ("/",)) -> Walk:
    """Follow every link from `start` to addresses that begin with one of `within`.

    What an address with a query links to is not followed further.
    """
    found = Walk()
    waiting = [(start, "")]
    while waiting:
        url, linked_from = waiting.pop()
        if url in found.pages:
            continue
        response = client.get(url, follow=True)
        found.pages[url] = response.status_code
        if response.status_code != 200:
            found.broken.append(f"{url} answers {response.status_code}, linked from {linked_from}")
            continue
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = _Page()
        page.feed(response.content.decode())
        found.unsized += [f"{url}: {problem}" for problem in page.without]
        found.pictures.update(source for picture in page.pictures for source in _sources(picture))
        if "?" not in url:
            waiting += [(link, url) for link in _inside(page.links, url) if link.startswith(within)]
    return found


def _inside(links: list[str], url: str) -> Iterator[str]:
    for link in links:
        target = urldefrag(urljoin(url, link)).url
        if not urlsplit(target).netloc and target.startswith("/") and not target.startswith(ELSEWHERE):
            yield target


def _sources(picture: dict[str, str]) -> Iterator[str]:
    yield unquote(picture["src"])
    for candidate in picture.get("srcset", "").split(","):
        if candidate.strip():
            yield unquote(candidate.split()[0])
