"""What the components in templates/components/ need to know that a template cannot work out."""

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField

register = template.Library()


class Problem(NamedTuple):
    """One line of an error summary: its words, the label they leave out, and the id of the control they are about."""

    text: str
    label: str
    target: str


@register.filter
def page_window(number: int, pages: int) -> list[int | None]:
    """The numbers a pagination shows: the first, the last, and those beside `number`; None where some are left out."""
    shown = sorted({1, pages, *range(max(1, number - 1), min(pages, number + 1) + 1)})
    window: list[int | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before == 2:
            window.append(page - 1)  # a gap of a single page is that page
        elif page - before > 2:
            window.append(None)
        window.append(page)
    return window


@register.simple_tag
def form_problems(form: BaseForm | None, others: Iterable[BaseForm | None] | None = None) -> list[Problem]:
    """Every error of the form and of `others`, in the order of the fields, those of no field first."""
    forms = [one for one in (form, *(others or ())) if one]
    return [problem for one in forms for problem in _problems_of(one)]


def _problems_of(form: BaseForm) -> Iterable[Problem]:
    for text in form.errors.get(NON_FIELD_ERRORS, ()):
        yield Problem(str(text), "", "")
    for name in form.fields:
        field = form[name]
        for text in field.errors:
            label = str(field.label)
            # "Postcode is needed." names its field already; "This field is required." does not.
            yield Problem(str(text), "" if label.lower() in str(text).lower() else label, _target(field))


def _target(field: BoundField) -> str:
    """The id of the control itself; a group of radios or ticks has none, so that of its first."""
    if field.is_hidden:
        return ""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")
