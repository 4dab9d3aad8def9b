"""Chromium, as the machine has it, looking at a live server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import QUIET, chromium_path
from tests.conftest import unavailable


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """The system's Chromium, started once a file.

    Playwright keeps an event loop in this thread as long as it runs, in which Django would refuse to ask the
    database: it is told that this is meant, and the loop is gone before the next file's tests.
    """
    path = chromium_path()
    if path is None:
        unavailable("Needs Chromium: apt-get install chromium (make test does it for root on Debian).")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
