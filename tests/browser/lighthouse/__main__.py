"""Scores the demo shop's pages with Lighthouse, as a phone sees them, on the production server.

    python -m tests.browser.lighthouse [page ...]

Needs the demo shop (`make demo` once), Node 20 and Chromium. Prints a table, and fails where a page is below what
`LEAST` asks; `--report FOLDER` keeps Lighthouse's own reports.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import QUIET, chromium_path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PORT = 8077
BASE = f"http://127.0.0.1:{PORT}"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# What search engines are told to leave alone cannot score full marks for SEO: that one audit is left out there.
PRIVATE = frozenset({"cart", "checkout", "account", "search"})
TRIES = 3
PRODUCT = "/pottery/for-drinking/mugs/dipped-mug/"
PAGES = {
    "home": "/",
    "category": "/paper/",
    "product": PRODUCT,
    "search": "/search/?q=mug",
    "cart": "/cart/",
    "checkout": "/checkout/",
    "account": "/account/",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=list(PAGES), metavar="page")
    parser.add_argument("--report", type=Path, help="A folder for Lighthouse's own reports.")
    options = parser.parse_args()
    chromium = chromium_path() or sys.exit("Chromium is missing.")
    _install()
    with _server(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        cookies = {"cart": _with_a_cart(browser), "account": _logged_in(browser)}
        browser.close()
        cookies["checkout"] = cookies["cart"]
        scores = {
            page: _score(page, chromium, cookies.get(page, ""), options.report) for page in options.pages
        }
    return _print(scores)


def _install() -> None:
    if not (HERE / "node_modules").is_dir():
        npm = shutil.which("npm") or sys.exit("Node 20 with npm is missing.")
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)


@contextmanager
def _server() -> Iterator[None]:
    """The demo shop under the production settings, as `make serve` runs it."""
    environment = os.environ | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "ALLOW_HTTP": "1",
        "BASE_URL": BASE,
    }
    process = subprocess.Popen(
        ["make", "serve", f"PORT={PORT}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process)
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


def _wait(process: subprocess.Popen[bytes]) -> None:
    for _try in range(240):
        try:
            with urlopen(f"{BASE}/readyz", timeout=5):
                return
        except (URLError, OSError):
            if process.poll() is not None:
                sys.exit("The server did not start: run `make demo` once, then `make serve` to see why.")
            time.sleep(0.5)
    sys.exit("The server did not answer within two minutes.")


def _with_a_cart(browser: Browser) -> str:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(BASE + PRODUCT)
        page.locator("[data-product-form] input[type=radio]:not([disabled])").first.check(force=True)
        page.get_by_role("button", name="Put into the cart").click()
        page.get_by_role("dialog").get_by_role("link", name="See the cart").wait_for()
        return _cookies(context.cookies())


def _logged_in(browser: Browser) -> str:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{BASE}/account/login/")
        page.get_by_label("E-mail address").fill("customer@example.com")
        page.get_by_label("Password", exact=True).fill("pipit-demo")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/account/")
        return _cookies(context.cookies())


def _cookies(cookies: object) -> str:
    return "; ".join(f"{each['name']}={each['value']}" for each in cookies)  # type: ignore[attr-defined]


def _score(page: str, chromium: str, cookies: str, report: Path | None) -> dict[str, int]:
    """Lighthouse's four scores, in percent; the names of what failed on standard error."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        command = [
            str(HERE / "node_modules" / ".bin" / "lighthouse"),
            BASE + PAGES[page],
            "--quiet",
            "--output=json",
            f"--output-path={found}",
            f"--only-categories={','.join(LEAST)}",
            f"--chrome-flags=--headless=new {' '.join(QUIET)}",
        ]
        if cookies:
            command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
        if page in PRIVATE:
            command.append("--skip-audits=is-crawlable")
        environment = os.environ | {"CHROME_PATH": chromium}
        for _try in range(TRIES - 1):  # now and then Chromium's trace lacks its beginning
            if subprocess.run(command, env=environment).returncode == 0:
                break
        else:
            subprocess.run(command, check=True, env=environment)
        result = json.loads(found.read_text())
        if report is not None:
            report.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, report / f"{page}.json")
    for audit in result["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"{page}: {audit['id']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {name: round(100 * category["score"]) for name, category in result["categories"].items()}


def _print(scores: dict[str, dict[str, int]]) -> int:
    print(f"{'page':<10}" + "".join(f"{name:>16}" for name in LEAST))
    for page, found in scores.items():
        print(f"{page:<10}" + "".join(f"{found[name]:>16}" for name in LEAST))
    return int(any(found[name] < least for found in scores.values() for name, least in LEAST.items()))


if __name__ == "__main__":
    sys.exit(main())
