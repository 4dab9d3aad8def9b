"""The photographs of a catalogue: found in a folder, verified, and stored once each however often they are named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from catalog_pages.importing.pictures import PictureFacts, PictureRefused, verify_picture
from catalog_pages.importing.records import Notice, Picture, ProductRecord
from catalog_pages.importing.report import Report


class PictureFolder:
    """A folder of pictures that a file of goods names: by path below the folder, or by file name alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._by_name: dict[str, Path] | None = None
        self._digests: dict[Path, str] = {}

    def find(self, name: str) -> Path | None:
        """The file called `name`; None where there is none, or it lies outside the folder."""
        relative = name.replace("\\", "/").lstrip("/")
        if not relative or "\0" in relative:
            return None
        try:
            path = (self._folder / relative).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return path
        except (OSError, ValueError):  # a name longer than the file system allows, a loop of links
            return None
        return self._names().get(PurePosixPath(relative).name.lower())

    def digest(self, path: Path) -> str:
        """The SHA-1 of the file's content, as Wagtail's `file_hash` has it; computed once a run."""
        if path not in self._digests:
            with path.open("rb") as file:
                self._digests[path] = hashlib.file_digest(
                    file, lambda: hashlib.sha1(usedforsecurity=False)
                ).hexdigest()
        return self._digests[path]

    def _names(self) -> dict[str, Path]:
        """Every file below the folder by its name in small letters, the first of equals in alphabetical order."""
        if self._by_name is None:
            self._by_name = {}
            for folder, _folders, names in os.walk(self._folder):
                for name in sorted(names):
                    path = Path(folder, name)
                    if path.resolve().is_relative_to(self._folder):
                        self._by_name.setdefault(name.lower(), path)
        return self._by_name


class Photographs:
    """Wagtail's images by the SHA-1 of their content: a photograph that is there already is not stored again."""

    def __init__(self, folder: PictureFolder, report: Report) -> None:
        self._folder = folder
        self._report = report
        self._images: dict[str, int] = {}
        self._new: dict[str, tuple[Path, PictureFacts]] = {}
        self._refused: set[str] = set()
        self._missing: set[str] = set()

    @property
    def images(self) -> Mapping[str, int]:
        """Primary keys of images by content hash, of the photographs met so far."""
        return self._images

    def look_at(self, records: Iterable[ProductRecord]) -> None:
        """Find the photographs of these products and verify those the shop has not. One query."""
        found: dict[str, tuple[Path, ProductRecord]] = {}
        for record in records:
            for picture in record.pictures:
                path = self._find(picture)
                if path is not None:
                    found.setdefault(self._folder.digest(path), (path, record))
        self.learn(found)
        for digest, (path, record) in found.items():
            if not {digest} & (self._images.keys() | self._new.keys() | self._refused):
                self._verify(digest, path, record)

    def learn(self, digests: Iterable[str]) -> None:
        """Which of these photographs the shop has, the newest of equal ones. One query."""
        unknown = set(digests) - self._images.keys()
        stored = get_image_model().objects.filter(file_hash__in=unknown).order_by("pk")
        self._images.update(stored.values_list("file_hash", "pk"))

    def of(self, record: ProductRecord) -> list[tuple[str, str]]:
        """Content hash and text of each picture of the product that can be had, each once."""
        pictures: dict[str, str] = {}
        for picture in record.pictures:
            path = self._find(picture)
            if path is not None and (digest := self._folder.digest(path)) not in self._refused:
                pictures.setdefault(digest, picture.alt)
        return list(pictures.items())

    def store(self, records: Iterable[ProductRecord]) -> None:
        """Make Wagtail images of what `look_at` found new. Outside of transactions: the store may be far away."""
        for record in records:
            for digest, alt in self.of(record):
                if digest not in self._images:
                    path, facts = self._new.pop(digest)
                    self._images[digest] = _stored(path, digest, facts, alt)
                    self._report.pictures_stored += 1

    def _find(self, picture: Picture) -> Path | None:
        path = self._folder.find(picture.name)
        if path is None and picture.name not in self._missing:
            self._missing.add(picture.name)
            self._report.missing(picture.name)
        return path

    def _verify(self, digest: str, path: Path, record: ProductRecord) -> None:
        try:
            with path.open("rb") as content:
                self._new[digest] = path, verify_picture(content, path.stat().st_size)
        except OSError as error:
            self._refuse(digest, path, record, error.strerror or str(error))
        except PictureRefused as refusal:
            self._refuse(digest, path, record, str(refusal))

    def _refuse(self, digest: str, path: Path, record: ProductRecord, reason: str) -> None:
        self._refused.add(digest)
        self._report.pictures_refused += 1
        message = _("The picture %(name)s is left out: %(reason)s")
        self._report.remark(Notice(record.line, record.sku, message % {"name": path.name, "reason": reason}))


def _stored(path: Path, digest: str, facts: PictureFacts, title: str) -> int:
    image: Any = get_image_model()(title=title[:255], width=facts.width, height=facts.height)
    with path.open("rb") as content:
        image.file = File(content, name=f"{path.stem[:60]}.{facts.extension}")
        image.file_size, image.file_hash = path.stat().st_size, digest
        image.save()
    key: int = image.pk
    return key
