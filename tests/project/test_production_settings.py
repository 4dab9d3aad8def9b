"""Production refuses to start on a secret that is missing or known."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("secret", ["", "insecure-development-key", "short"])
def test_a_missing_known_or_short_secret_key_is_refused_by_name(secret: str):
    done = check(SECRET_KEY=secret)

    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


def test_with_a_secret_of_its_own_the_deployment_check_is_clean():
    done = check(SECRET_KEY=secrets.token_urlsafe(50), ALLOWED_HOSTS="shop.example.com")

    assert done.returncode == 0, done.stderr
