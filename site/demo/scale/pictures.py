"""The small set of pictures that all made-up goods share, with the sizes that pages show ready from the start."""

from __future__ import annotations

from pathlib import Path

from django.core.files import File
from wagtail.images import get_image_model

from catalog_pages.importing.scaling import scale_images
from catalog_pages.importing.search_pause import index_rows, search_index_paused
from demo import pictures
from demo.catalogue import PRODUCTS

EVERY = 8
"""Every eighth product of the demo shop lends its foremost picture."""
TITLE = "Seeded: %s"


def load_pictures(folder: Path, *, scale: float) -> list[int]:
    """Draw and store what is missing of the set; keys of images. `scale` 1 means 1200 x 1500, as in the demo shop."""
    drawn = pictures.draw_all(folder, products=PRODUCTS[::EVERY], scale=scale)
    image_model = get_image_model()
    foremost = {TITLE % found[0].alt[:200]: found[0].path for found in drawn.values()}
    stored: dict[str, int] = dict(image_model.objects.filter(title__in=foremost).values_list("title", "pk"))
    with search_index_paused():
        for title, path in foremost.items():
            if title not in stored:
                with path.open("rb") as file:
                    stored[title] = image_model.objects.create(
                        title=title, file=File(file, name=path.name)
                    ).pk
    index_rows(image_model, stored.values())
    scale_images(stored.values())
    return [stored[title] for title in foremost]
