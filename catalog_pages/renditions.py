"""The sizes that pictures are shown in, made before anybody asks for them.

A rendition made during a page view costs a shopper most of a second and holds a worker. So they are made when a page
is published, by imports and by a task that looks for what is missing (catalog_pages.tasks); a page view only looks
them up, all pictures of a page in one query, and shows what there is.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from time import monotonic
from types import SimpleNamespace
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import FileSystemStorage
from django.db.models import Count
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import Page, ReferenceIndex

from catalog_pages.compiled import CompiledQuery, Parameters
from catalog_pages.models import GalleryImage

logger = logging.getLogger(__name__)

# Narrowest first. Cards and thumbnails are cropped to 4:5 around the focal point; the gallery shows whole pictures.
SIZES: Final[dict[str, tuple[str, ...]]] = {
    "thumbnail": ("fill-160x200|format-webp",),
    "card": ("fill-360x450|format-webp", "fill-720x900|format-webp"),
    "gallery": ("width-720|format-webp", "width-1440|format-webp"),
    "hero": ("width-800|format-webp", "width-1600|format-webp"),
    "logo": ("height-64|format-webp",),
    "share": ("max-1200x1200|format-jpeg",),
}
AVIF: Final[dict[str, tuple[str, ...]]] = {
    size: tuple(spec.replace("format-webp", "format-avif") for spec in SIZES[size])
    for size in ("card", "gallery", "hero")
}
"""The same for browsers that read AVIF: two fifths smaller, and three times as long to make."""
OF_A_PRODUCT: Final = ("thumbnail", "card", "gallery", "share")
OF_A_STORY: Final = ("hero", "share")

FOCAL_POINT: Final = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
"""What of a picture its crops depend on."""


def specs(*sizes: str) -> list[str]:
    """The filter specifications behind the names of SIZES."""
    return [spec for size in sizes for spec in SIZES[size]]


def avif_specs(*sizes: str) -> list[str]:
    """Those in AVIF, of the sizes that are made in it."""
    return [spec for size in sizes for spec in AVIF.get(size, ())]


@lru_cache(maxsize=4096)
def key_of(spec: str, focal_point: tuple[int | None, ...]) -> str:
    """What tells a rendition of `spec` from one made for another focal point, by Wagtail's rule."""
    image = SimpleNamespace(**dict(zip(FOCAL_POINT, focal_point, strict=True)))
    key: str = Filter(spec=spec).get_cache_key(image)
    return key


def url_of(file: str) -> str:
    """The address of a rendition's file, by its name."""
    storage = _storage()
    if isinstance(storage, FileSystemStorage) and PLAIN.fullmatch(file):
        # A list shows a hundred, and quotes them all for nothing.
        return f"{storage.base_url}{file}"
    url: str = storage.url(file)
    return url


PLAIN: Final = re.compile(r"(?:[a-zA-Z0-9_-]+[./])*[a-zA-Z0-9_-]+")
"""A name that stands in an address as it is."""


@cache
def _storage() -> Any:
    return get_image_model().get_rendition_model()._meta.get_field("file").storage


def prefetch(images: Iterable[Any], *sizes: str) -> None:
    """Load what renditions there are of these pictures, in one query whatever their number (none for none)."""
    wanted = defaultdict(list)
    for image in images:
        if image is not None:
            image.prefetched_renditions = []
            wanted[image.pk].append(image)
    for rendition in _OF_PICTURES.rows(images=wanted, specs=[*specs(*sizes), *avif_specs(*sizes)]):
        for image in wanted[rendition.image_id]:
            rendition.image = image
            image.prefetched_renditions.append(rendition)


_OF_PICTURES: CompiledQuery[Any] = CompiledQuery(
    lambda: (
        get_image_model()
        .get_rendition_model()
        .objects.filter(image__in=Parameters("images"), filter_spec__in=Parameters("specs"))
    )
)


def renditions(image: Any, size: str) -> list[Any]:
    """The picture in the widths of `size` that are there, narrowest first. Makes none.

    No query after `prefetch`; where nothing of this size is there yet, one for the widest that is. Empty when there
    is no picture, or nothing of it is scaled: a page does not wait for a picture.
    """
    if image is None:
        return []
    found = _existing(image, SIZES[size])
    if found:
        return found
    widest = image.renditions.filter(filter_spec__endswith="|format-webp").order_by("-width").first()
    return [widest] if widest is not None else []


def avif_renditions(image: Any, size: str) -> list[Any]:
    """The same in AVIF; only where all widths are there, so that no browser gets a narrower one for it."""
    wanted = AVIF.get(size, ())
    found = _existing(image, wanted) if image is not None and wanted else []
    return found if len(found) == len(wanted) else []


def _existing(image: Any, wanted: Sequence[str]) -> list[Any]:
    filters = [_filter(spec) for spec in wanted]
    found = image.find_existing_renditions(*filters)
    return [found[each] for each in filters if each in found]


@cache
def _filter(spec: str) -> Filter:
    """The same one each time: to read a specification takes Wagtail longer than to find its rendition."""
    return Filter(spec=spec)


def prepare(page: Page) -> int:
    """Make the renditions that the page's pictures are shown in, where missing. Returns how many pictures it has.

    Slow (it scales pictures): for publishing and imports, never for a page view. Those in AVIF come later, by
    `prepare_missing`. A picture whose file is broken is logged and passed over.
    """
    _rest.until = float("-inf")
    pictures = _pictures_of(page)
    for image, sizes in pictures:
        prepare_picture(image, *sizes)
    return len(pictures)


def prepare_picture(image: Any, *sizes: str) -> bool:
    """Make what is missing of these sizes. As slow; False for a broken file, which is logged and passed over."""
    return _make(image, specs(*sizes))


def prepare_missing(seconds: float | None = None) -> int:
    """Make what is missing of all pictures that live pages show, AVIF too, for at most so long (to the end, if None).

    Returns how many pictures it has worked on. A file found broken is not tried again by this process. With `seconds`,
    a process that found nothing missing looks again in ten minutes, or once it has prepared a page itself: to look
    through the galleries of a large shop takes a tenth of a second.
    """
    if seconds is not None and monotonic() < _rest.until:
        return 0
    until = None if seconds is None else monotonic() + seconds
    done = 0
    missing = [each for each in _missing() if each[0] not in _broken]
    if not missing:
        _rest.until = monotonic() + REST
    for pk, wanted in missing:
        if until is not None and monotonic() >= until:
            break
        image = get_image_model().objects.filter(pk=pk).first()
        if image is not None:
            if not _make(image, wanted):
                _broken.add(pk)
            done += 1
    return done


REST = 600.0
"""Seconds."""


class _Rest:
    """Until when this process need not look for missing pictures."""

    until = float("-inf")


_rest = _Rest()
_broken: set[int] = set()


def _make(image: Any, wanted: Sequence[str]) -> bool:
    try:
        image.get_renditions(*wanted)
    except Exception:  # what a broken file raises depends on its format and on the library that reads it
        logger.exception("Picture %s cannot be scaled", image.pk)
        return False
    return True


def _missing() -> list[tuple[int, list[str]]]:
    """The pictures of live pages that lack some of their renditions, and which those are. Four queries."""
    in_galleries = set(
        GalleryImage.objects.filter(page__live=True).order_by().values_list("image", flat=True).distinct()
    )
    rendition = get_image_model().get_rendition_model()
    found: list[tuple[int, list[str]]] = []
    for pictures, sizes in ((in_galleries, OF_A_PRODUCT), (_in_stories() - in_galleries, OF_A_STORY)):
        wanted = [*specs(*sizes), *avif_specs(*sizes)]
        there = dict(
            rendition.objects.filter(filter_spec__in=wanted)
            .order_by()
            .values_list("image")
            .annotate(count=Count("filter_spec", distinct=True))
        )
        found += [(pk, wanted) for pk in sorted(pictures) if there.get(pk, 0) < len(wanted)]
    return found


def _in_stories() -> set[int]:
    """The pictures that pages refer to in their fields and in their bodies, by Wagtail's index of references."""
    image_type = ContentType.objects.get_for_model(get_image_model())
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=image_type, base_content_type=page_type
    ).exclude(model_path__startswith="gallery")
    return {int(pk) for pk in references.order_by().values_list("to_object_id", flat=True).distinct()}


def _pictures_of(page: Page) -> list[tuple[Any, Sequence[str]]]:
    gallery = getattr(page, "gallery", None)
    found: list[tuple[Any, Sequence[str]]] = (
        [(picture.image, OF_A_PRODUCT) for picture in gallery.all()] if gallery is not None else []
    )
    told = [getattr(page, name, None) for name in ("hero_image", "lead_image")]
    told += pictures_in(getattr(page, "body", None) or ())
    return found + [(image, OF_A_STORY) for image in told if image is not None]


def pictures_in(body: Iterable[Any]) -> list[Any]:
    """The pictures of a page's body: those across the column, and the tiles'; None where one is left out."""
    found: list[Any] = []
    for block in body:
        if block.block_type == "picture":
            found.append(block.value["image"])
        elif block.block_type == "tiles":
            found += [tile["image"] for tile in block.value["tiles"]]
    return found
