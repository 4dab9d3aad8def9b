"""The shape of the house that the rest relies on."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_site_is_a_source_root_and_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_the_standard_library_keeps_the_name_site():
    import site

    assert Path(site.__file__).is_relative_to(Path(sys.base_prefix))


def test_manage_py_finds_the_source_root_from_any_folder(tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_celery_finds_the_source_root_from_any_folder(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import config.celery, sys; print(config.celery.app.main)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "PATH": "/usr/bin:/bin"},
    )

    assert done.stdout.strip() == "pipit", done.stderr
