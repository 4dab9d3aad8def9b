"""What every answer carries, and what monitors ask."""

import pytest
from django.test import Client


def test_livez_answers_without_a_host_check(client: Client):
    answer = client.get("/livez", headers={"host": "not-ours.example"})

    assert answer.json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_answers_when_database_and_cache_do(client: Client):
    assert client.get("/readyz").json() == {"status": "ok"}


def test_readyz_names_what_does_not_answer(client: Client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "cache" in answer.json()["failed"]


@pytest.mark.django_db
def test_metrics_are_a_404_without_the_token_and_figures_with_it(client: Client, settings):
    settings.METRICS_TOKEN = "a-long-token"

    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    answer = client.get("/metrics", headers={"authorization": "Bearer a-long-token"})
    assert b"django_http_requests_total" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cart/", "/checkout/", "/account/login/"])
def test_personal_pages_are_never_kept_by_shared_caches_nor_indexed(client: Client, path: str):
    answer = client.get(path)

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.django_db
def test_shop_pages_allow_no_inline_script(client: Client):
    policy = client.get("/account/login/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.django_db
def test_the_back_office_keeps_its_own_scripts(client: Client):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]

    assert "'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("path", ["/media/../manage.py", "/media/documents/secret.pdf", "/media/none.jpg"])
@pytest.mark.django_db
def test_only_pictures_that_exist_are_served_from_the_media_folder(client: Client, path: str):
    assert client.get(path).status_code == 404
