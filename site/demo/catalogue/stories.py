# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""The stories of the house, and its plain pages: delivery, returns, who we are."""

from demo.catalogue.shape import Article

STORIES: tuple[Article, ...] = (
    Article(
        key="where-a-line-goes",
        title="Where a line goes when nobody steers it",
        standfirst="Ines Falk writes programs that draw, and then throws most of the drawings away. A morning in her studio above the press room.",
        lead="pendulum",
        body=(
            "The plotter is called Agnes, after Agnes Martin, and it is slow. A sheet of Slow Water takes it four hours and ten minutes, one line at a time, with a pen that has to be changed twice. Ines starts it before breakfast and goes for a walk.",
            "The program behind it fits on a page. It lays an invisible current over the paper, drops a point somewhere at random and follows the current until the line would come too near to one that is there already. Then it drops the next. There is no picture in it anywhere, only a rule and some patience.",
            "What Ines does is choose. She changes the seed, a single number from which all the chance in the drawing comes, and looks at what grows. Most of it is merely pretty. Some of it is a mess. Now and then one stands still when you look at it, and she writes the number on the wall in pencil.",
            "Number three became Slow Water. The wall is quite full by now.",
        ),
        quote="I do not draw lines. I draw the weather, and the lines are what it does.",
        related=("slow-water", "eddy", "a-field-guide-to-lines"),
    ),
    Article(
        key="eleven-hours-of-fire",
        title="Eleven hours of fire",
        standfirst="Once a month Tomasz Wren fires the big kiln at Hollow Lane. We brought sandwiches and stayed to the end.",
        lead="kiln",
        body=(
            "The pots have been through the fire once already. They came out dry, pale and thirsty, and for a week Tomasz has been dipping them: into chalk, into celadon, into the dark one that he will not name. Now they stand on the shelves two fingers apart, because glaze runs and pots that touch are one pot for ever.",
            "At six in the morning he lights the first burner. Until noon nothing happens that you could see. Then the spy-hole begins to glow, first like a cigarette, then like a peach. At 1,100 degrees he closes the damper by the width of a coin and the flame turns green at the edge: there is too little air in there now, and the fire takes its oxygen out of the glaze. That is what makes celadon green and not yellow.",
            "At five in the afternoon three small cones of clay behind the spy-hole bend over, one after the other, like tired dancers. When the third one bows, he turns off the gas. The kiln must not be opened for two days.",
            "He has opened it too early twice in his life. He kept the pieces, in a box under the stairs, with the dates.",
        ),
        quote="You do everything right for a month, and then you hand it over.",
        related=("shoulder-vase", "breakfast-bowl", "notes-on-clay"),
    ),
    Article(
        key="what-paper-remembers",
        title="What paper remembers",
        standfirst="Cotton rag, kozo, ivory wove: a short walk along our paper shelf, with reasons.",
        lead="sheets",
        body=(
            "Paper remembers everything you do to it. A crease stays. A drop of water stays. Even the direction in which the pulp was shaken stays, and that is why a sheet will fold willingly one way and sulk the other. Before we print anything we find the grain, by bending, and mark it in the corner.",
            "Most of our prints are on cotton rag of 300 grams a square metre. It is made from the short fibres left over when shirts have been made, it contains no lignin, and it will not yellow in your lifetime or the next. It is also a little soft, so that a fine line sinks in by a hair's breadth and looks as if it had always been there.",
            "For some drawings there is kozo, the inner bark of the paper mulberry, beaten by hand in Kōchi. It weighs almost nothing and is stronger than it looks. Held against a window it shows every fibre.",
            "The notebooks are ivory wove of 100 grams. We tried eleven papers with four fountain pens and a leaky biro. This one won by a distance.",
        ),
        related=("seigaiha-notebook", "hemp-leaf-sketchbook", "last-light"),
    ),
    Article(
        key="a-hundred-and-fifty-stars",
        title="A hundred and fifty stars, and a few thousand more",
        standfirst="How to draw a sky that is right where it matters and honest about the rest.",
        lead="sky",
        body=(
            "A star chart has to answer one question: is that up there the thing on the wall? So the bright stars in ours stand where the catalogues have them, to a twentieth of a degree, in a projection that keeps the shapes of the constellations true even near the edge.",
            "The faint ones are another matter. On a good night one can see some three thousand stars at once, and to put them all in would be to draw an index. We let chance scatter them, as it once did, and print a line on the back of the sheet that says so.",
            "The Milky Way is nine thousand specks thrown along the plane of the galaxy and softened. We left its darker lanes out, after a long discussion. There is a pencilled objection in the studio book.",
            "If you stand under a dark sky in January with the Winter Sky in your head, begin with the three stars of the belt and go down to the left. The first bright thing you meet is Sirius. From there you can find your own way.",
        ),
        related=("northern-sky", "winter-sky", "summer-sky"),
    ),
    Article(
        key="setting-a-table-for-one",
        title="Setting a table for one",
        standfirst="Good plates are not for guests. A small argument, with a bowl of soup.",
        lead="table",
        body=(
            "There is a kind of crockery that waits. It stands behind glass for visitors who would, most of them, be just as glad of a mug. Meanwhile we eat our porridge from something with a rabbit on it, standing up.",
            "We should like to speak for the opposite. Take the bowl you like best and use it on a Tuesday. Put a cloth under it. Pour the milk from a jug, not because anybody is looking but because a jug pours better. It takes half a minute more, and the half minute is the point.",
            "Things get broken that way. Marit, who makes our noodle bowls, eats from one with a chip the shape of Portugal and says that it is the only one she can be sure is hers.",
        ),
        related=("supper-plate", "wave-noodle-bowl", "orchard-jug"),
    ),
    Article(
        key="maps-of-nowhere",
        title="Maps of nowhere",
        standfirst="Why people look for their house on a map of hills that do not exist.",
        lead="islands",
        body=(
            "We hung the first proof of Tarn in the shop window on a Thursday. By Saturday three people had come in to say that they knew the place. One had camped there.",
            "The land in it was made from chance, smoothed and laid over itself in five sizes: something the size of a valley, something half as large, and so on down to boulders. That is, very roughly, how weather and rivers make land too, and perhaps it is why an invented hill can look so much like a remembered one.",
            "Skerries came next, with the water drawn as carefully as the shore. A retired pilot looked at it for a long time. He said that he would not take anything over two metres through the northern passage, and bought it.",
        ),
        related=("tarn", "skerries", "paper-hills"),
    ),
)

PAGES: tuple[Article, ...] = (
    Article(
        key="about",
        title="About us",
        in_footer=True,
        standfirst="A small house for prints, paper and pottery. Four people, two presses and a plotter, in a yard in Berlin with a kiln next door.",
        lead="pottery",
        body=(
            "Pipit Press began in 2014 with one press, bought from a printer of bus tickets, and the wish to make pictures that hold up when you look at them every day. We still print everything in the same three rooms. Since then a bindery, two potteries and a weaver have joined the shelves. We know them all by their first names, and have eaten from the plates.",
            "A meadow pipit is a small brown bird that most people take for another small brown bird. It nests on the ground and sings on the way down. We liked that.",
            "We make small editions and make them once. When a print is sold out it is sold out, and the plates are cleaned. What we sell we also repair: send us the jug with the broken handle and Tomasz will look at it.",
            "Come by if you are near. The shop is open from Wednesday to Saturday, ten to six, and there is usually tea.",
        ),
    ),
    Article(
        key="delivery",
        title="Delivery",
        standfirst="Packed by hand, in paper. Most orders leave us on the next working day.",
        lead="parcels",
        body=(
            "Orders placed before noon, Monday to Friday, usually leave the same day. Within the country they take one or two working days, in the rest of Europe three to five, elsewhere seven to fourteen. You get a mail when the parcel leaves.",
            "What delivery costs depends on where it goes and what it weighs; the checkout shows the price before you pay. Above the amount named there it is free.",
            "Prints up to A3 travel flat between two boards, larger ones rolled in a tube of four millimetres' thickness. Pottery is wrapped in paper wadding and double boxes. If something arrives broken, send us a picture within a week and we replace it, or refund it if there is no other.",
            "All prices include VAT. Beyond the European Union the customs office may ask you for duties on arrival; we cannot know them in advance.",
        ),
    ),
    Article(
        key="returns",
        title="Returns",
        standfirst="Thirty days, no questions, one request: pack it as well as we did.",
        lead=None,
        body=(
            "You may send back anything within thirty days of its arrival, unused, in its packing. Write to us first, so that we can watch out for it. We refund what you paid, with the cost of the first delivery, within five working days of having it back.",
            "Return postage is yours, unless the thing was faulty or the wrong one; then it is ours, and we are sorry.",
            "Downloads cannot be returned once they have been opened. Prints framed to order can, but please sleep on it first.",
        ),
    ),
    Article(
        key="contact",
        title="Contact",
        standfirst="A person reads every mail, usually on the day it comes.",
        lead=None,
        in_footer=True,
        body=(
            "Write to hello@pipit-press.example.com about an order, a broken cup or a star you cannot find. It helps to have your order number at hand; it is in the first mail you had from us.",
            "Or ring +49 30 5550 0142, Wednesday to Saturday from ten to six. If nobody answers we are at the press; it is loud.",
            "Pipit Press, Setzergasse 7, 10119 Berlin. Through the gate, across the yard, the green door. The bell does not work; knock.",
        ),
    ),
    Article(
        key="terms",
        title="Terms of sale",
        standfirst="What you may expect of us and we of you, in as few words as it takes.",
        lead=None,
        in_footer=True,
        body=(
            "You buy from Pipit Press, Setzergasse 7, 10119 Berlin. When you press the last button of the checkout you place an order; we accept it when the parcel leaves. If we cannot send something we tell you and pay back what you paid for it.",
            "Prices are in euros and include VAT. What delivery costs is shown before you order. We keep an order for seven days while we wait for a bank transfer; after that it lapses and the things go back on the shelf.",
            "The law gives you fourteen days to change your mind, without a reason. We give you thirty. The page about returns says how.",
            "Colours on a screen are never quite those on paper, and no two pots are the same. Neither is a fault. A crack, a crease or the wrong size is one, and we put it right for two years.",
        ),
    ),
    Article(
        key="privacy",
        title="Privacy",
        standfirst="We know what we need to send you a parcel, and would rather not know more.",
        lead=None,
        in_footer=True,
        body=(
            "To send an order we keep your name, your address, your e-mail address and what you bought. The tax office wants invoices for ten years; when you delete your account we keep the figures and forget the person.",
            "There is no tracking on these pages, no advertising and nobody else's script. One cookie remembers your cart and whether you are logged in, another protects the forms.",
            "You may ask what we hold about you, have it corrected and have it deleted. Write to hello@pipit-press.example.com and a person answers.",
        ),
    ),
)
