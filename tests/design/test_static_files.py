"""Every static file that a template or a style sheet names is there, and production can publish them all."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
NAMED = sorted(
    {
        (name, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", path.read_text())
    }
)


def test_templates_name_static_files() -> None:
    assert {"css/shop.css", "js/product.js"} <= {name for name, _template in NAMED}


@pytest.mark.parametrize(("name", "template"), NAMED)
def test_a_static_file_that_a_template_names_is_there(name: str, template: str) -> None:
    assert finders.find(name), f"{template} names {name}"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "site" / "static" / "js").glob("*.js")), ids=lambda path: path.name
)
def test_a_module_imports_modules_that_are_there(path: Path) -> None:
    for name in re.findall(r"""(?:from|import)\s+["'](\.[^"']+)["']""", path.read_text()):
        assert (path.parent / name).is_file()


def test_production_collects_them_all_under_names_of_their_content(tmp_path: Path) -> None:
    """By the settings of production, in a process of their own, with a manifest that refuses what it cannot find.

    The shop's own storage, but compressing nothing, which takes a minute and cannot fail.
    """
    script = (
        "import config.settings.production as production;"
        f"production.STATIC_ROOT = {str(tmp_path)!r};"
        "production.STORAGES['staticfiles']['BACKEND'] = "
        "'config.static_files.StaticFilesStorage';"
        "from config.static_files import StaticFilesStorage;"
        "StaticFilesStorage.compress_files = lambda self, paths: iter(());"
        "import django; django.setup();"
        "from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "collecting-static-files-needs-no-secret-but-fifty-characters-of-one",
        "ALLOWED_HOSTS": "shop.example.com",
        "DATABASE_URL": "sqlite:///:memory:",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "staticfiles.json").is_file()
    (shop,) = (tmp_path / "css").glob("shop.????????????.css")
    sheet = shop.read_text()
    assert "@import" not in sheet
    for part in re.findall(r'@import "([^"]+)"', (ROOT / "site" / "static" / "css" / "shop.css").read_text()):
        assert (ROOT / "site" / "static" / "css" / part).read_text() in sheet


def test_a_page_brings_at_most_thirty_kilobytes_of_scripts() -> None:
    """All of the shop's own and htmx, compressed: more than any one page loads."""
    own = [
        path for path in (ROOT / "site" / "static" / "js").glob("*.js") if not path.name.startswith("cms-")
    ]
    htmx = Path(str(finders.find("django_htmx/htmx-2.min.js")))
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in [*own, htmx]) <= 30_000


def test_no_font_is_downloaded() -> None:
    sheets = (ROOT / "site" / "static" / "css").rglob("*.css")
    assert not [sheet.name for sheet in sheets if "@font-face" in sheet.read_text()]
