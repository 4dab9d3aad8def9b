"""Moderating reviews: what waits comes first; one is published, refused with a reason, or answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog_pages import reviews
from catalog_pages.admin.people import actor_of
from catalog_pages.models import Review

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Review]
    _ModelForm = forms.ModelForm[Review]
else:
    _ModelAdmin = admin.ModelAdmin
    _ModelForm = forms.ModelForm

LEAVE, PUBLISH, REFUSE = "", "publish", "refuse"


class ModerationForm(_ModelForm):
    """What becomes of a review; its words are its author's and are not changed."""

    decision = forms.ChoiceField(
        label=_("decision"),
        required=False,
        choices=[
            (LEAVE, _("leave it as it is")),
            (PUBLISH, _("publish it")),
            (REFUSE, _("refuse it")),
        ],
        widget=forms.RadioSelect,
        initial=LEAVE,
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Review
        fields = ("refusal", "answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.digest

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") and data.get("seen") != self.instance.digest:
            self.add_error("decision", _("Its author has changed it since you opened it: read it once more."))
        if data.get("decision") == REFUSE and not data.get("refusal"):
            self.add_error("refusal", _("Say why, for its author."))
        return data


@admin.register(Review)
class ReviewAdmin(_ModelAdmin):
    form = ModerationForm
    list_display = ("product", "stars", "title", "beginning", "shown_name", "state", "created_at")
    list_display_links = ("product", "title")
    list_filter = ("status", "rating", "created_at")
    search_fields = ("title", "text", "shown_name", "product__name", "author__email")
    list_select_related = ("product",)
    actions = ("publish_all",)
    readonly_fields = (
        "product",
        "author",
        "shown_name",
        "stars",
        "title",
        "text",
        "state",
        "created_at",
        "decided_at",
        "decided_by",
    )
    fieldsets = (
        (None, {"fields": ("product", "stars", "title", "text", "shown_name", "author", "created_at")}),
        (_("Decision"), {"fields": ("state", "decided_at", "decided_by", "decision", "refusal", "seen")}),
        (_("Answer"), {"fields": ("answer",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes reviews here: only who bought the goods does."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Review, form: forms.ModelForm[Review], change: bool
    ) -> None:
        data = form.cleaned_data
        if data["decision"] == PUBLISH:
            reviews.publish(review=obj, by=actor_of(request))
        elif data["decision"] == REFUSE:
            reviews.refuse(review=obj, reason=data["refusal"], by=actor_of(request))
        if "answer" in form.changed_data:
            reviews.answer(review=obj, text=data["answer"])

    def delete_model(self, request: HttpRequest, obj: Review) -> None:
        reviews.delete(review=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        for review in queryset:
            reviews.delete(review=review)

    @admin.action(description=_("Publish the chosen reviews"), permissions=["change"])
    def publish_all(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        chosen = list(queryset.exclude(status=Review.Status.PUBLISHED))
        for review in chosen:
            reviews.publish(review=review, by=actor_of(request))
        words = ngettext("%d review is published.", "%d reviews are published.", len(chosen))
        messages.success(request, words % len(chosen))

    @admin.display(description=_("rating"), ordering="rating")
    def stars(self, review: Review) -> str:
        return f"{review.stars} {review.rating}"

    @admin.display(description=_("review"))
    def beginning(self, review: Review) -> str:
        return review.text if len(review.text) <= 80 else f"{review.text[:79]}…"

    @admin.display(description=_("status"), ordering="status")
    def state(self, review: Review) -> str:
        return str(review.get_status_display())
