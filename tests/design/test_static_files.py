"""Every static file that a template or a style sheet names is there, and production can publish them all."""

from __future__ import annotations

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
    assert {"css/base.css", "js/product.js"} <= {name for name, _template in NAMED}


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

    WhiteNoise's storage is this one and compresses besides, which takes a minute and cannot fail.
    """
    script = (
        "import config.settings.production as production;"
        f"production.STATIC_ROOT = {str(tmp_path)!r};"
        "production.STORAGES['staticfiles']['BACKEND'] = "
        "'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';"
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
    assert list((tmp_path / "css").glob("base.????????????.css"))
