"""The sizes that pictures are shown in, made before anybody asks for them.

A rendition made during a page view costs a shopper most of a second and holds a worker. So they are made when a
page is published and by imports; a page view only looks them up, all pictures of a page in one query.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

if TYPE_CHECKING:
    from wagtail.models import Page

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
OF_A_PRODUCT: Final = ("thumbnail", "card", "gallery", "share")
OF_A_STORY: Final = ("hero", "share")

FOCAL_POINT: Final = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
"""What of a picture its crops depend on."""


def specs(*sizes: str) -> list[str]:
    """The filter specifications behind the names of SIZES."""
    return [spec for size in sizes for spec in SIZES[size]]


@lru_cache(maxsize=4096)
def key_of(spec: str, focal_point: tuple[int | None, ...]) -> str:
    """What tells a rendition of `spec` from one made for another focal point, by Wagtail's rule."""
    image = SimpleNamespace(**dict(zip(FOCAL_POINT, focal_point, strict=True)))
    key: str = Filter(spec=spec).get_cache_key(image)
    return key


def url_of(file: str) -> str:
    """The address of a rendition's file, by its name."""
    url: str = get_image_model().get_rendition_model()._meta.get_field("file").storage.url(file)
    return url


def prefetch(images: Iterable[Any], *sizes: str) -> None:
    """Load what renditions there are of these pictures, in one query whatever their number (none for none)."""
    wanted = {id(image): image for image in images if image is not None}.values()
    if wanted:
        rendition = next(iter(wanted)).get_rendition_model()
        queryset = rendition.objects.filter(filter_spec__in=specs(*sizes))
        prefetch_related_objects(
            list(wanted), Prefetch("renditions", queryset=queryset, to_attr="prefetched_renditions")
        )


def renditions(image: Any, size: str) -> list[Any]:
    """The picture in each width of `size`, narrowest first. No query after `prefetch`; makes what is missing.

    Empty when there is no picture, or its file is gone: a page does not fail for want of a picture.
    """
    if image is None:
        return []
    filters = [Filter(spec=spec) for spec in SIZES[size]]
    found = image.find_existing_renditions(*filters)
    if len(found) == len(filters):
        return [found[each] for each in filters]
    try:
        made = image.get_renditions(*filters)
    except SourceImageIOError:
        logger.warning("The file of picture %s is missing or broken", image.pk)
        return []
    return [made[each.spec] for each in filters]


def prepare(page: Page) -> int:
    """Make the renditions that the page's pictures are shown in, where missing. Returns how many pictures it has.

    Slow (it scales pictures): for publishing and imports, never for a page view. A picture whose file is broken is
    logged and passed over.
    """
    pictures = _pictures_of(page)
    for image, sizes in pictures:
        prepare_picture(image, *sizes)
    return len(pictures)


def prepare_picture(image: Any, *sizes: str) -> None:
    """Make what is missing of these sizes. As slow; a broken file is logged and passed over."""
    try:
        image.get_renditions(*specs(*sizes))
    except Exception:  # what a broken file raises depends on its format and on the library that reads it
        logger.exception("Picture %s cannot be scaled", image.pk)


def _pictures_of(page: Page) -> list[tuple[Any, Sequence[str]]]:
    gallery = getattr(page, "gallery", None)
    found: list[tuple[Any, Sequence[str]]] = (
        [(picture.image, OF_A_PRODUCT) for picture in gallery.all()] if gallery is not None else []
    )
    for name in ("hero_image", "lead_image"):
        if getattr(page, name, None) is not None:
            found.append((getattr(page, name), OF_A_STORY))
    return found
