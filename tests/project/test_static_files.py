"""What `collectstatic` makes for production."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse

from config.settings.base import BASE_DIR
from config.static_files import StaticFilesMiddleware


@pytest.fixture
def collected(settings, tmp_path):
    """Collects the project's own files as production does; gives the names and times of the compressed ones."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.StaticFilesStorage"},
    }

    def collect() -> dict[str, int]:
        call_command("collectstatic", interactive=False, verbosity=0)
        return {path.name: path.stat().st_mtime_ns for path in tmp_path.rglob("*.br")}

    return collect


def test_files_are_named_by_their_content_and_compressed(collected):
    compressed = collected()

    address = staticfiles_storage.url("css/base.css")
    assert address != "/static/css/base.css"
    assert f"{Path(address).name}.br" in compressed
    assert "base.css.br" not in compressed


@pytest.mark.django_db  # an answer that ends looks after its process's connections
def test_files_are_served_compressed_and_for_ever_and_nothing_beside_them_is(collected, settings, rf):
    collected()
    settings.WHITENOISE_AUTOREFRESH = False
    serve = StaticFilesMiddleware(lambda request: HttpResponse("the shop"))

    address = staticfiles_storage.url("css/base.css")
    for _time in range(2):
        answer = serve(rf.get(address, headers={"accept-encoding": "br"}))
        assert (answer["Content-Type"], answer["Content-Encoding"]) == ('text/css; charset="utf-8"', "br")
        assert answer["Cache-Control"].endswith("immutable")
        answer.close()
    for elsewhere in ("/static/css/", f"{address}.br", "/static/../manage.py", "/static/css/no.css", "/"):
        assert serve(rf.get(elsewhere)).content == b"the shop"


def test_what_is_compressed_already_is_left_alone(collected):
    assert collected() == collected()


def test_a_changed_file_gets_a_new_name_and_is_compressed(collected, settings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("source")
    settings.STATICFILES_DIRS = [folder]
    style = (BASE_DIR / "site" / "static" / "css" / "tokens.css").read_text()
    (folder / "style.css").write_text(style)
    before = set(collected())
    (folder / "style.css").write_text(style + "p { color: red }")

    assert len(set(collected()) - before) == 1
