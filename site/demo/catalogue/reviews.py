# ruff: noqa: E501 - a paragraph of copy stays on one line
"""What buyers say of the demo shop's goods. Each is given to somebody of the history to whom they were sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A review of the product with this slug; `answer` is the shop's. One that `waits` is not published yet."""

    product: str
    rating: int
    title: str
    text: str
    answer: str = ""
    waits: bool = False


REVIEWS: tuple[Said, ...] = (
    Said(
        "slow-water",
        5,
        "Larger than it looks on the screen",
        "We hung it where the morning light comes in from the side, and the lines move. The paper is heavy enough that it lay flat after a day under books.",
    ),
    Said(
        "slow-water",
        5,
        "",
        "Bought one for my sister and could not part with it, so I bought a second. The blue is quieter than in the picture, which is a good thing.",
    ),
    Said(
        "slow-water",
        4,
        "Lovely print, plain tube",
        "The print is perfect. It came rolled rather tightly, so plan two days of flattening before you frame it.",
        answer="Thank you for telling us. Since October everything up to A3 goes flat between boards.",
    ),
    Said(
        "slow-water",
        5,
        "Our framer asked where it came from",
        "He rarely asks. It sits well with a wide white margin and a thin oak frame.",
    ),
    Said(
        "picket-tumbler",
        4,
        "The right size for a flat white",
        "Sits well in the hand and the stripes are painted, not printed: you can feel where the brush was lifted. One arrived with a speck in the glaze, which I have come to like.",
    ),
    Said("picket-tumbler", 5, "", "Six months in the dishwasher and they look as they did on the first day."),
    Said(
        "picket-tumbler",
        3,
        "Beautiful, but hot",
        "A tumbler without a handle and with thin walls gets hot with fresh tea. For water and wine it is the best I have.",
        answer="True: for tea we would take the Dipped Mug. The tumbler was made for wine at long tables.",
    ),
    Said(
        "hemp-leaf-sketchbook",
        5,
        "Paper that takes ink",
        "Fountain pen, no feathering, and the page does not show through. It stays open by itself, which my old ones never did.",
    ),
    Said("hemp-leaf-sketchbook", 4, "", "A sketchbook you want to fill. I would have liked a ribbon."),
    Said("hemp-leaf-sketchbook", 5, "The third one", "I fill one a year and have no wish to try another."),
    Said(
        "breakfast-bowl",
        5,
        "Porridge has become an occasion",
        "Deep enough not to spill and wide enough to cool. The green is somewhere between sage and celadon and goes with everything.",
    ),
    Said(
        "breakfast-bowl",
        4,
        "Each one a little different",
        "I ordered two and they differ by half a centimetre. The description says so, and I still stacked them to look.",
        answer="They are thrown by hand, and Tomasz does not measure. If you would like a closer pair, write to us before ordering and we will look through the shelf.",
    ),
    Said(
        "shoal-wrapping",
        5,
        "Too good to tear",
        "Everybody unwraps carefully and asks to keep the paper. It folds sharply and does not crack at the edges.",
    ),
    Said(
        "shoal-wrapping",
        4,
        "",
        "A heavy sheet that takes a crease well. Tape lifts a little of the ink, so use ribbon.",
    ),
    Said(
        "pipits-wrapping",
        5,
        "Lined my drawers with it",
        "Not what it is for, I know. Two sheets were enough for a chest of four drawers.",
    ),
    Said(
        "paper-hills",
        5,
        "Looks like home",
        "I grew up under hills like these. The lowest layer is a very dark green, not black; you see it only by daylight.",
    ),
    Said(
        "paper-hills", 4, "", "Arrived in three days and well packed. The frame from the shop fits exactly."
    ),
    Said(
        "weir",
        4,
        "Restless in the best way",
        "It needs a wall of its own. Beside other pictures it is too loud, alone it holds the room.",
    ),
    Said(
        "parsley-tote",
        5,
        "Carries more than I should put in it",
        "Two litres of milk, potatoes, a book. The handles are long enough for a winter coat.",
    ),
    Said(
        "deckchair-tea-towel",
        4,
        "Dries after the first wash",
        "As with all linen-cotton, wash it once before you judge it. Then it is excellent.",
    ),
    Said(
        "dot-espresso-cup",
        5,
        "",
        "Small, thick, keeps the crema. The dots are raised, which makes it pleasant to hold.",
    ),
    Said(
        "marbled-notebook",
        5,
        "Every cover is another one",
        "Mine has a vein of copper across the back that is in none of the pictures.",
    ),
    Said(
        "seigaiha-notebook",
        4,
        "Good paper, slim",
        "Thinner than I thought, so it goes into a coat pocket. I would have taken it thicker as well.",
    ),
    Said(
        "male-fern",
        5,
        "The fern that needs no water",
        "It hangs in the bathroom behind glass and has come through two winters.",
    ),
    Said("spoon-jar", 5, "", "Stands by the stove, heavy enough not to tip when the ladle leans out."),
    Said(
        "supper-plate",
        2,
        "Chipped on arrival",
        "A chip at the rim, small but sharp. The replacement came within the week and is lovely, yet it should have been packed better.",
        answer="You are right. The plates now travel in a honeycomb of paper, and we have not had a chip since.",
    ),
    Said(
        "supper-plate",
        5,
        "Eight of them for Sunday",
        "They stack, they survive the oven at a low heat, and tomato sauce leaves no trace.",
        waits=True,
    ),
    Said("white-willow", 4, "Delicate", "Fine lines; hang it where you can stand close."),
    Said(
        "dipped-mug",
        5,
        "The one everybody reaches for",
        "We have nine mugs and this one is never in the cupboard.",
        waits=True,
    ),
)
