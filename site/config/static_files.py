"""Style sheets, scripts and pictures of the house, as production serves them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IN_ONE_FILE = "css/shop.css"
IMPORT = re.compile(r"""^@import\s+["']([\w-]+\.css)["'];$""", re.MULTILINE)
Paths = Mapping[str, tuple[Storage, str]]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, but the shop's style sheets are one file, and a file is compressed once.

    Pages only name files by the hash of their content, so only those are compressed, and a compressed one that is
    there already is right: `collectstatic` takes seconds where nothing is new, not a minute.
    """

    def post_process(self, paths: Paths, *args: Any, **kwargs: Any) -> Iterator[Any]:
        if IN_ONE_FILE in paths and not kwargs.get("dry_run"):
            self.delete(IN_ONE_FILE)
            self.save(IN_ONE_FILE, ContentFile(in_one(paths, IN_ONE_FILE)))
            paths = {**paths, IN_ONE_FILE: (self, IN_ONE_FILE)}  # what is read from here on
        yield from super().post_process(paths, *args, **kwargs)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = set(self.hashed_files.values())
        new = {path for path in paths if path in hashed and not self.exists(f"{path}.gz")}
        return super().compress_files(new)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise's, but a process prepares a file when it is first asked for it.

    Of the thousands there are, most belong to the back offices; prepared, they took each process some megabytes.
    """

    files: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files = _Prepared(self.get_static_file, self.files)

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if not self.is_compressed_variant(path, stat_cache=stat_cache):
            self.files[url] = path


class _Prepared:
    """Answers by address, made of what stands at these `paths`."""

    def __init__(self, prepare: Callable[[str, str], StaticFile], paths: Mapping[str, str]) -> None:
        self._prepare = prepare
        self._paths = paths
        self._files: dict[str, StaticFile] = {}

    def get(self, url: str) -> StaticFile | None:
        if url not in self._paths:
            return None
        if url not in self._files:
            self._files[url] = self._prepare(self._paths[url], url)
        return self._files[url]


def in_one(paths: Paths, name: str) -> str:
    """The style sheet with those of its own folder that it imports in their places. No sheet may import twice over."""
    folder = name.rpartition("/")[0]
    return IMPORT.sub(lambda found: _source(paths, f"{folder}/{found[1]}"), _source(paths, name))


def _source(paths: Paths, name: str) -> str:
    """As it was written, not as it was collected before."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
