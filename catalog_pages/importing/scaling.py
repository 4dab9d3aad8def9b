"""Makes the sizes that the pictures of new pages are shown in, on every processor at once.

Scaling is nearly all of what an import with photographs takes. The threads only compute: the database is written
by the calling thread, in its own transactions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from catalog_pages.models import GalleryImage
from catalog_pages.renditions import OF_A_PRODUCT, specs


def scale_pictures(pages: Iterable[int]) -> int:
    """Make what renditions are missing for the galleries of these product pages; how many were made.

    A picture that cannot be scaled is left to the page view, which does without it.
    """
    return scale_images(
        GalleryImage.objects.filter(page__in=list(pages)).values_list("image", flat=True).distinct()
    )


def scale_images(images: Iterable[int]) -> int:
    """The same for the images with these keys."""
    found: Any = get_image_model().objects.filter(pk__in=list(images)).prefetch_related("renditions")
    wanted = specs(*OF_A_PRODUCT)
    made = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for renditions in pool.map(lambda image: _scaled(image, wanted), found):
            for rendition in renditions:
                rendition.save()
            made += len(renditions)
    return made


def _scaled(image: Any, wanted: Iterable[str]) -> list[Any]:
    """Unsaved renditions of the picture in the sizes it lacks. No query."""
    standing = {(each.filter_spec, each.focal_point_key) for each in image.renditions.all()}
    filters = [Filter(spec=spec) for spec in wanted]
    missing = [each for each in filters if (each.spec, each.get_cache_key(image)) not in standing]
    if not missing:
        return []
    try:
        with image.open_file() as file:
            original = file.read()
        return [image.generate_rendition_instance(each, BytesIO(original)) for each in missing]
    except (SourceImageIOError, OSError):
        return []
