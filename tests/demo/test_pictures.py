"""The demo shop's pictures: there, right-sized, the same every time. Drawn small to stay quick."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo.catalogue import PRODUCTS
from demo.drawing.heroes import HEROES
from demo.drawing.palettes import PALETTES
from demo.drawing.recipes import shots
from demo.drawing.shots import scene_size
from demo.drawing.vessels import VESSELS
from demo.pictures import draw_all, draw_hero, draw_product

SMALL = 0.1
BY_KEY = {product.key: product for product in PRODUCTS}
ONE_OF_EACH_KIND = (
    "slow-water", "three-ponds", "kilim", "octave", "paper-hills", "salt-marsh", "winter-sky", "male-fern",
    "marbled-notebook", "notes-on-clay", "evening-card", "pipits-wrapping", "printable-gift-tags", "dipped-mug",
    "moon-jar", "fern-tote", "deckchair-tea-towel",
)  # fmt: skip


@pytest.mark.parametrize("key", ONE_OF_EACH_KIND)
def test_a_product_gets_at_least_three_different_pictures_of_the_asked_size(key: str, tmp_path: Path) -> None:
    pictures = draw_product(BY_KEY[key], tmp_path, SMALL)

    assert len(pictures) >= 3
    assert len({picture.path.read_bytes() for picture in pictures}) == len(pictures)
    for picture in pictures:
        with Image.open(picture.path) as image:
            assert image.format == "WEBP"
            assert image.size == (120, 150)


@pytest.mark.parametrize("key", ["eddy", "night-labyrinth", "bud-vase", "shoal-wrapping"])
def test_the_same_seed_draws_the_same_picture_to_the_last_byte(key: str, tmp_path: Path) -> None:
    once = draw_product(BY_KEY[key], tmp_path / "once", SMALL)
    again = draw_product(BY_KEY[key], tmp_path / "again", SMALL)

    assert [one.path.read_bytes() for one in once] == [one.path.read_bytes() for one in again]


def test_every_picture_of_every_product_is_planned_with_a_role_and_an_alt_text() -> None:
    planned = {product.key: shots(product.name, product.art, scale=0.04) for product in PRODUCTS}

    for key, taken in planned.items():
        roles = [shot.role for shot in taken]
        assert len(roles) >= 3, key
        assert len(set(roles)) == len(roles), key
        for shot in taken:
            assert 20 <= len(shot.alt) <= 200, shot.alt
            assert shot.alt[0].isupper() and shot.alt.endswith("."), shot.alt
            assert "  " not in shot.alt and " a a" not in shot.alt and " ," not in shot.alt, shot.alt
    assert sum(len(taken) for taken in planned.values()) >= 180


def test_pictures_are_kept_and_only_what_is_missing_is_drawn_again(tmp_path: Path) -> None:
    product = BY_KEY["weir"]
    first = draw_product(product, tmp_path, SMALL)
    kept, lost = first[0].path, first[1].path
    kept.write_bytes(b"kept as it was")
    lost.unlink()

    second = draw_product(product, tmp_path, SMALL)

    assert second == first
    assert kept.read_bytes() == b"kept as it was"
    assert lost.exists()


def test_draw_all_tells_how_far_it_is_and_keeps_the_catalogue_order(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    wanted = [BY_KEY[key] for key in ("kilim", "weir", "tarn")]

    found = draw_all(
        tmp_path,
        products=wanted,
        scale=SMALL,
        workers=2,
        progress=lambda done, total: told.append((done, total)),
    )

    assert list(found) == ["kilim", "weir", "tarn"]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert not list(tmp_path.glob("*.part"))


def test_the_words_for_a_picture_survive_the_second_run(tmp_path: Path) -> None:
    product = BY_KEY["sprig-card"]

    assert draw_product(product, tmp_path, SMALL) == draw_product(product, tmp_path, SMALL)


def test_wide_pictures_are_five_by_three_and_say_what_they_show(tmp_path: Path) -> None:
    for key in ("home", "parcels", "cloth"):
        hero = draw_hero(key, tmp_path, SMALL)
        with Image.open(hero.path) as image:
            assert image.size == (200, 120)
        assert hero.alt == HEROES[key].alt
    assert all(hero.alt.endswith(".") for hero in HEROES.values())


def test_palettes_are_distinct_and_their_ink_reads_on_their_paper() -> None:
    for one, other in combinations(PALETTES.values(), 2):
        distance = np.abs(np.array(one.colours, dtype=int) - np.array(other.colours, dtype=int)).sum()
        assert distance > 90, f"{one.name} and {other.name} are too alike"
    for palette in PALETTES.values():
        assert sum(palette.paper) - sum(palette.ink) > 450, palette.name


def test_a_vessel_has_a_wall_all_the_way_up() -> None:
    for vessel in VESSELS.values():
        if vessel.closed:
            continue
        heights = np.linspace(1.2, vessel.height - 0.05, 80, dtype=np.float32)
        assert (vessel.outside(heights) - vessel.inside(heights) > 0.02).all(), vessel.name
        assert (vessel.outside(heights) > 0.5).all(), vessel.name


def test_a_scene_is_drawn_at_twice_the_sampling() -> None:
    assert scene_size(1.0) == (2400, 3000)
