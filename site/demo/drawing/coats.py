"""The shop's glazes by their names on the shelf."""

from demo.drawing.palettes import Colour

CHALK: Colour = (240, 236, 226)
OATMEAL: Colour = (226, 214, 190)
CELADON: Colour = (163, 186, 168)
INK: Colour = (45, 60, 92)
TENMOKU: Colour = (58, 42, 36)
OCHRE: Colour = (202, 154, 84)
MOSS: Colour = (88, 100, 70)
BLUSH: Colour = (222, 184, 164)
SLATE: Colour = (92, 106, 112)
TERRACOTTA: Colour = (188, 112, 78)
