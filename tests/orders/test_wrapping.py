"""Breaking text into lines for the papers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from orders.invoicing.wrapping import LONGEST_MEASURED, wrap


def measure(text: str) -> float:
    """Every letter is as wide as any other; it is never asked for more than a line can hold."""
    assert len(text) <= LONGEST_MEASURED
    return float(len(text))


def test_lines_break_at_spaces() -> None:
    assert wrap("a mug with waves", width=8, measure=measure) == ["a mug", "with", "waves"]


def test_a_word_that_is_too_wide_breaks_within() -> None:
    assert wrap("a Donaudampfschiff", width=6, measure=measure) == ["a", "Donaud", "ampfsc", "hiff"]


def test_a_letter_keeps_its_marks() -> None:
    assert wrap("abce\u0301\u0300d", width=4, measure=measure) == ["abc", "e\u0301\u0300d"]


def test_nothing_is_a_line_too() -> None:
    assert wrap("", width=4, measure=measure) == [""]


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="ab \u0301", max_size=900), width=st.integers(1, 400))
def test_no_letter_is_lost_and_no_line_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width=width, measure=measure)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= width for line in lines)
