"""The pictures of one product, gathered from its own row and its variants', each once."""

from __future__ import annotations

from catalog_pages.importing.records import Option, Picture
from catalog_pages.importing.values import line


class Gallery:
    """Pictures in the order they are named. What a picture shows is told by the options of the variants it stands for:
    one that stands for the black hoodie in every size is "Hoodie, Black"."""

    def __init__(self, product_name: str) -> None:
        self._product_name = product_name
        self._labels: dict[str, str] = {}
        self._options: dict[str, tuple[Option, ...]] = {}

    def add(self, name: str, label: str, options: tuple[Option, ...]) -> None:
        """`options`: those of the variant whose row names the picture; none for the product's own row."""
        if not name or name == "no_selection":
            return
        self._labels[name] = self._labels.get(name) or line(label)
        if not options:
            return
        shared = self._options.get(name, options)
        self._options[name] = tuple(option for option in shared if option in options)

    def pictures(self) -> tuple[Picture, ...]:
        seen: dict[str, int] = {}
        pictures = []
        for name, label in self._labels.items():
            choices = [option.choice for option in self._options.get(name, ())]
            alt = (label or ", ".join([self._product_name, *choices]))[:240]
            seen[alt] = seen.get(alt, 0) + 1
            pictures.append(Picture(name, alt if seen[alt] == 1 else f"{alt} ({seen[alt]})"))
        return tuple(pictures)
