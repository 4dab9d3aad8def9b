"""Two imports at once: the second is told to wait, and nothing is written twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.lock import only_import
from catalog_pages.models import Product
from tests.importing.files import tee
from tests.storefront import the_site


def test_a_second_import_is_refused_while_one_is_running(failing_import, pipit_file, transactional_db):
    the_site()  # a database that threads share is emptied after each test, sites and all
    path = pipit_file(tee())
    if connection.vendor == "postgresql":
        other = connection.copy()
        with other.cursor() as cursor:
            from catalog_pages.importing.lock import IMPORT

            cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORT])
        try:
            assert failing_import(path).startswith("Another import is running.")
        finally:
            other.close()
    else:
        with only_import():
            assert failing_import(path).startswith("Another import is running.")
    assert not Product.objects.exists()


def test_the_lock_is_free_again_after_a_failure(run_import, pipit_file):
    with pytest.raises(RuntimeError), only_import():
        raise RuntimeError
    run_import(pipit_file(tee()))

    assert Product.objects.count() == 1


def test_a_lock_on_a_database_file_holds_between_processes(tmp_path):
    """A process of its own each, as two shells would have."""
    root = Path(__file__).resolve().parents[2]
    database = f"sqlite:///{tmp_path / 'shop.sqlite3'}"
    script = (
        "import django, sys; django.setup()\n"
        "from catalog_pages.importing.lock import only_import\n"
        "with only_import():\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{root}:{root / 'site'}",
    }
    first = subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == "held\n"
    second = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        input="\n",
        capture_output=True,
        text=True,
        check=False,
    )
    first.communicate("\n")

    assert ImportStopped.__name__ in second.stderr
    assert "held" not in second.stdout
    assert first.returncode == 0
