"""The pictures of paper goods: notebooks, booklets, cards, wrapping and tags."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from PIL import Image

from demo.drawing import binding, cards, rooms, stationery, wrapping
from demo.drawing.art import GROUNDS, Design, PaperArt
from demo.drawing.canvas import Size
from demo.drawing.palettes import PALETTES, mix
from demo.drawing.shots import OAK_TABLE, WALNUT_TABLE, Shot, draw_design, draw_print, scene_size


def _volume(art: PaperArt, design: Design, scale: float, title: str) -> binding.Volume:
    width, height, thick = art.size
    size = (round(1480 * scale), round(1480 * scale * height / width))
    if art.art and design is art.design:
        cover = draw_print(art.art, scale, width=1480, ratio=height / width)
    else:
        cover = draw_design(design, size)
    palette = PALETTES[design.palette]
    tied = art.form == "zine"
    cloth = mix(palette.first, palette.ink, 0.25)
    return binding.Volume(cover, cloth, width, height, thick, title, label=True, spine=0.0 if tied else 0.15)


def book(name: str, art: PaperArt, scale: float) -> Iterator[Shot]:
    size, ground, seed = scene_size(scale), GROUNDS[art.ground], art.design.seed
    palette = PALETTES[art.design.palette]
    book = cache(lambda: _volume(art, art.design, scale, art.title))
    kind = "booklet" if art.form == "zine" else "notebook"
    bound = "sewn into a paper cover" if art.form == "zine" else "with a cloth spine and a pasted label"
    yield Shot(
        "flat",
        f"{name}, a {kind} {bound}; the cover shows {art.subject}.",
        lambda: stationery.lying(book(), palette, size, ground, seed),
    )
    others = cache(lambda: [_volume(art, other, scale, art.title) for other in art.others])
    table = OAK_TABLE if seed % 2 else WALNUT_TABLE
    yield Shot(
        "stack",
        f"{name} on top of a pile of {len(art.others) + 1} on a wooden table, a pencil across it.",
        lambda: stationery.stack([*others(), book()], palette, size, table, seed),
    )
    inside = "open: the endpaper in the cover's pattern and a ruled page"
    if art.art:
        inside = "open at a full-page picture beside a ruled page"
    yield Shot(
        "inside",
        f"{name} {inside}.",
        lambda: stationery.opened(book(), palette, size, ground, seed, _left_page(book(), art, scale)),
    )
    yield Shot("detail", f"The cover of {name} close to: {art.subject}.", lambda: _corner(book(), art, scale))


def _left_page(book: binding.Volume, art: PaperArt, scale: float) -> Image.Image:
    if art.art is None:
        return book.cover
    another = replace(art.art, seed=art.art.seed + 1)
    return draw_print(another, scale, width=1400, ratio=art.size[1] / art.size[0])


def _corner(book: binding.Volume, art: PaperArt, scale: float) -> Image.Image:
    face = binding.face(book, PALETTES[art.design.palette], round(2200 * scale))
    return rooms.close(face, scene_size(scale, 1), (0.0 if book.spine else 0.3, 0.12))


def card(name: str, art: PaperArt, scale: float) -> Iterator[Shot]:
    size, ground, seed = scene_size(scale), GROUNDS[art.ground], art.design.seed
    palette = PALETTES[art.design.palette]
    long = (round(1480 * scale), round(1480 * 1.41 * scale))
    front = cache(lambda: _card_front(art, long, scale))
    lining = (round(1200 * scale), round(850 * scale))
    yield Shot(
        "flat",
        f"{name}: a folded card with {art.subject}, lying on its lined envelope.",
        lambda: cards.card_flat(front(), draw_design(art.others[0], lining), palette, size, ground, seed),
    )
    yield Shot(
        "standing",
        f"{name} standing on a wooden table before a second card of the set.",
        lambda: cards.card_stand(front(), draw_design(art.others[-1], long), palette, size, ground, seed),
    )
    yield Shot(
        "detail",
        f"A close look at the card: {art.subject}.",
        lambda: rooms.close(
            front().resize((round(2000 * scale), round(2820 * scale)), Image.Resampling.LANCZOS),
            scene_size(scale, 1),
            (0.5, 0.45),
        ),
    )


def _card_front(art: PaperArt, size: Size, scale: float) -> Image.Image:
    if art.art:
        return draw_print(art.art, scale, width=1480, ratio=1.41)
    return draw_design(art.design, size)


def wrap(name: str, art: PaperArt, scale: float) -> Iterator[Shot]:
    size, ground, seed = scene_size(scale), GROUNDS[art.ground], art.design.seed
    palette = PALETTES[art.design.palette]
    large = (round(2400 * scale), round(2400 * scale))
    tall = (round(1780 * scale), round(2420 * scale))
    papers = cache(lambda: _papers(art, large))
    yield Shot(
        "flat",
        f"{name}: a sheet of wrapping paper with {art.subject}, one corner turned back.",
        lambda: wrapping.sheet_folded(draw_design(art.design, tall), palette, size, ground, seed),
    )
    yield Shot(
        "parcels",
        f"Three parcels on a table, the largest wrapped in {name}, tied with twine.",
        lambda: wrapping.parcels(papers(), palette, size, ground, seed),
    )
    yield Shot(
        "rolls",
        f"Rolled sheets with paper bands, {name} among them.",
        lambda: wrapping.rolls([papers()[1], papers()[0], papers()[2]], size, ground, seed),
    )
    near = replace(art.design, unit=art.design.unit * 1.25)
    large_tall = (round(2000 * scale), round(2500 * scale))
    yield Shot(
        "detail",
        f"A close look at {name}: {art.subject}.",
        lambda: rooms.close(draw_design(near, large_tall), scene_size(scale, 1), (0.4, 0.4)),
    )


def _papers(art: PaperArt, size: Size) -> list[Image.Image]:
    """The sheet itself, a little smaller in scale, and those that keep it company."""
    main = replace(art.design, unit=art.design.unit * 0.8)
    others = [replace(other, unit=other.unit * 0.7) for other in art.others]
    return [draw_design(design, size) for design in (main, *others)]


def tags(name: str, art: PaperArt, scale: float) -> Iterator[Shot]:
    size, ground, seed = scene_size(scale), GROUNDS[art.ground], art.design.seed
    palette = PALETTES[art.design.palette]
    small = (round(900 * scale), round(700 * scale))
    designs = [replace(one, unit=one.unit * 1.5) for one in (art.design, *art.others)]
    prints = cache(lambda: [draw_design(design, small) for design in designs])
    page = cache(lambda: cards.tag_sheet(prints(), palette, (round(2100 * scale), round(2970 * scale))))
    yield Shot(
        "flat",
        f"{name}: a page of eight gift tags with crop marks, {art.subject}.",
        lambda: rooms.flat(page(), size, ground, seed),
    )
    yield Shot(
        "cut",
        f"Six of the tags of {name}, cut out and laid on a table.",
        lambda: cards.tags_cut(prints(), palette, size, ground, seed),
    )
    yield Shot(
        "detail",
        f"Two tags of {name} close to, with their crop marks.",
        lambda: rooms.close(page(), scene_size(scale, 1), (0.12, 0.1)),
    )
