"""Type: one line at a time, in the plain face that comes with Pillow (a newcomer's machine may have no other)."""

from PIL import ImageFont

from demo.drawing.canvas import Canvas, Tone


def letters(
    canvas: Canvas, middle: tuple[float, float], text: str, size: float, *, gap: float = 0.0,
    tone: Tone = 230, fit: float | None = None,
) -> None:  # fmt: skip
    """One centred line in the plain face that comes with Pillow, letterspaced by ``gap``."""
    k = canvas.factor
    font = ImageFont.load_default(size=max(size * k, 4))
    widths = [font.getlength(letter) + gap * k for letter in text]
    total = sum(widths) - gap * k
    if fit and total > fit * k:
        letters(canvas, middle, text, size * fit * k / total, gap=gap * fit * k / total, tone=tone)
        return
    x = middle[0] * k - total / 2
    for letter, wide in zip(text, widths, strict=True):
        canvas.pen.text((x, middle[1] * k), letter, font=font, fill=tone, anchor="lm")
        x += wide
