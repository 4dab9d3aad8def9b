"""What a customer says of something they bought."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Review

RATINGS = [
    ("5", _("5 of 5, excellent")),
    ("4", _("4 of 5, good")),
    ("3", _("3 of 5, all right")),
    ("2", _("2 of 5, poor")),
    ("1", _("1 of 5, bad")),
]


class ReviewForm(forms.Form):
    """A rating, and words to it."""

    rating = forms.TypedChoiceField(
        label=_("How do you like it?"),
        choices=RATINGS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you like it.")},
    )
    title = forms.CharField(
        label=_("In a few words"), max_length=Review._meta.get_field("title").max_length, required=False
    )
    text = forms.CharField(
        label=_("Your review"),
        max_length=Review._meta.get_field("text").max_length,
        help_text=_("What you use it for, what pleases you, what does not. Please leave out personal data."),
        error_messages={"required": _("Write a sentence or two.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    shown_name = forms.CharField(
        label=_("Name to show"),
        max_length=Review._meta.get_field("shown_name").max_length,
        help_text=_("Everybody can read it. A first name is enough."),
        error_messages={"required": _("Name to show is needed.")},
    )
