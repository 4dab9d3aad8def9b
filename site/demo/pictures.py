"""The demo shop's pictures: drawn by code, several at once, each only if it is not there yet."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from PIL import Image

from demo.catalogue import PRODUCTS
from demo.catalogue.shape import Product
from demo.drawing.heroes import HEROES
from demo.drawing.recipes import shots
from demo.drawing.shots import HEIGHT, WIDTH, Shot
from demo.drawing.surfaces import film

Progress: TypeAlias = Callable[[int, int], None]
Subject = TypeVar("Subject")
Drawn = TypeVar("Drawn")
QUALITY = 84
MOST_WORKERS = 4
"""Drawing processes at once: each takes up to 800 MB."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: where it lies, what it shows in words, and its part in the gallery."""

    path: Path
    alt: str
    role: str


def draw_all(
    folder: Path,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    products: Iterable[Product] = PRODUCTS,
    scale: float = 1.0,
) -> dict[str, list[Picture]]:
    """Draw every product's pictures into ``folder``: product key to pictures, foremost first.

    ``progress`` is told (done, total) in products. ``workers`` is the number of processes, by
    default one a core; with 1 everything happens in this process. ``scale`` 1 means 1200 x 1500.
    """
    wanted = {product.key: product for product in products}

    def kept(product: Product) -> bool:
        return all(_path(product, shot, folder).exists() for shot in shots(product.name, product.art))

    return _each(draw_product, kept, wanted, folder, scale, progress, workers)


def draw_heroes(
    folder: Path, *, progress: Progress | None = None, workers: int | None = None, scale: float = 1.0
) -> dict[str, Picture]:
    """Draw the wide pictures (2000 x 1200) of the home page, the categories and the stories, by key."""

    def kept(key: str) -> bool:
        return _hero_path(key, folder).exists()

    return _each(draw_hero, kept, {key: key for key in HEROES}, folder, scale, progress, workers)


def _each(
    draw: Callable[[Subject, Path, float], Drawn],
    kept: Callable[[Subject], bool],
    subjects: dict[str, Subject],
    folder: Path,
    scale: float,
    progress: Progress | None,
    workers: int | None,
) -> dict[str, Drawn]:
    """Draw each subject, in this process or in several, and give the results in the subjects' order.

    What is ``kept`` already is only looked up, here: a second run starts no process.
    """
    found: dict[str, Drawn] = {}
    count = workers if workers is not None else _processors()
    tell = progress or (lambda done, total: None)
    missing = {key: subject for key, subject in subjects.items() if not kept(subject)}
    here = subjects if count <= 1 else {key: subjects[key] for key in subjects.keys() - missing.keys()}
    for key, subject in here.items():
        found[key] = draw(subject, folder, scale)
        tell(len(found), len(subjects))
    if len(found) < len(subjects):
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(count, len(missing)), context, _end_with_the_parent) as pool:
            jobs = {pool.submit(draw, subject, folder, scale): key for key, subject in missing.items()}
            try:
                for job in as_completed(jobs):
                    found[jobs[job]] = job.result()
                    tell(len(found), len(subjects))
            except BaseException:  # whoever interrupts does not wait for the rest to be drawn
                pool.shutdown(cancel_futures=True)
                raise
    return {key: found[key] for key in subjects}


def _processors() -> int:
    """The processors this process may use; no more than MOST_WORKERS."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


def _end_with_the_parent() -> None:
    """Runs in each drawing process: one whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def draw_product(product: Product, folder: Path, scale: float = 1.0) -> list[Picture]:
    """Draw what is missing of one product's pictures."""
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _take(shot, _path(product, shot, folder), size)
        for shot in shots(product.name, product.art, scale=scale)
    ]


def draw_hero(key: str, folder: Path, scale: float = 1.0) -> Picture:
    """Draw one wide picture, unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    hero = HEROES[key]
    path = _hero_path(key, folder)
    size = (round(2000 * scale), round(1200 * scale))
    return _take(Shot("hero", hero.alt, lambda: hero.draw(scale)), path, size)


def _path(product: Product, shot: Shot, folder: Path) -> Path:
    return folder / f"{product.key}-{shot.role}.webp"


def _hero_path(key: str, folder: Path) -> Path:
    return folder / f"hero-{key}.webp"


def _take(shot: Shot, path: Path, size: tuple[int, int]) -> Picture:
    """Develop one picture; it appears under its name only when it is whole."""
    if not path.exists():
        image = shot.draw()
        if image.size == (size[0] * 2, size[1] * 2):
            image = image.reduce(2)
        elif image.size != size:
            image = image.resize(size, Image.Resampling.LANCZOS)
        draft = path.with_suffix(".part")
        film(image.convert("RGB")).save(draft, "WEBP", quality=QUALITY, method=2)
        draft.replace(path)
    return Picture(path, shot.alt, shot.role)
