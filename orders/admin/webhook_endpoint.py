from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.admin.links import short_moment
from orders.admin.missing import back_to_list
from orders.admin.permissions import NeverDeleted
from orders.announcing import endpoints, wire
from orders.exceptions import TargetNotAllowed
from orders.models import Topic, WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    _EndpointAdmin = admin.ModelAdmin[WebhookEndpoint]
    _EndpointForm = forms.ModelForm[WebhookEndpoint]
else:
    _EndpointAdmin = admin.ModelAdmin
    _EndpointForm = forms.ModelForm

FIELDS = ("url", "description", "topics", "is_active")


def topic_choices() -> list[tuple[str, str]]:
    return [(topic.value, f"{topic.value}: {topic.label}") for topic in Topic]


class EndpointForm(_EndpointForm):
    url = forms.URLField(
        label=_("Address"),
        max_length=WebhookEndpoint._meta.get_field("url").max_length,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
        help_text=_("Where the events are posted to. It must be reachable from the internet, by https."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=topic_choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_url(self) -> str:
        """What no post would leave for is said now; which machine the name means is judged at every post."""
        url: str = self.cleaned_data["url"]
        try:
            wire.target_of(url)
        except TargetNotAllowed as refusal:
            raise forms.ValidationError(refusal.problem.label) from refusal
        return url


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(NeverDeleted, _EndpointAdmin):
    """The other programs that are told things, and of what. One that is not wanted any more is switched off."""

    form = EndpointForm
    change_form_template = "admin/orders/webhookendpoint/change_form.html"
    list_display = ("name", "address", "topics_shown", "is_active", "unsent")
    list_filter = ("is_active",)
    search_fields = ("url", "description")
    show_facets = admin.ShowFacets.NEVER
    actions = ("switch_on", "switch_off")

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEndpoint]:
        unsent = WebhookDelivery.objects.filter(endpoint=OuterRef("pk"), sent_at=None).order_by()
        counted = unsent.values("endpoint").annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(unsent_count=Subquery(counted))

    def get_fields(self, request: HttpRequest, obj: WebhookEndpoint | None = None) -> tuple[str, ...]:
        """The secret is for who may change the endpoint: whoever has it can speak in the shop's name."""
        if obj is None:
            return FIELDS
        if not self.has_change_permission(request, obj):
            return ("url", "description", "topics_shown", "is_active", "created_at")
        return (*FIELDS, "secret_shown", "created_at")

    def get_readonly_fields(
        self, request: HttpRequest, obj: WebhookEndpoint | None = None
    ) -> tuple[str, ...]:
        return ("topics_shown", "secret_shown", "created_at")

    def save_model(self, request: HttpRequest, obj: WebhookEndpoint, form: Any, change: bool) -> None:
        """Only what is on the form: the secret may have been rotated while it was open."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        obj.save(update_fields=FIELDS)
        if "is_active" in form.changed_data and obj.is_active:
            endpoints.switch_on(endpoint=obj)

    def response_add(
        self, request: HttpRequest, obj: WebhookEndpoint, post_url_continue: str | None = None
    ) -> HttpResponse:
        """On to its page, where the secret is."""
        words = gettext("The webhook is made. Give its secret, below, to whoever runs the other program.")
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self._page(obj.pk))

    # --- On and off ------------------------------------------------------------------------------

    @admin.action(description=_("Switch on"), permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        for endpoint in queryset:
            endpoints.switch_on(endpoint=endpoint)
            self.log_change(request, endpoint, gettext("Switched on."))

    @admin.action(description=_("Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        for endpoint in queryset:
            endpoints.switch_off(endpoint=endpoint)
            self.log_change(request, endpoint, gettext("Switched off."))

    # --- Testing, and a new secret -----------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/ping/", view(self.ping_view), name="orders_webhookendpoint_ping"),
            path("<int:pk>/rotate/", view(self.rotate_view), name="orders_webhookendpoint_rotate"),
            *super().get_urls(),
        ]

    def _page(self, pk: int) -> str:
        return reverse("admin:orders_webhookendpoint_change", args=[pk])

    def ping_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A test event, on its way at once; on to its page, for who may see that."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        endpoint = WebhookEndpoint.objects.filter(pk=pk).first()
        if endpoint is None:
            return back_to_list(request, self.opts)
        if not endpoint.is_active:
            self.message_user(request, gettext("Switch it on first: nothing is sent now."), messages.WARNING)
            return HttpResponseRedirect(self._page(pk))
        delivery = endpoints.ping(endpoint=endpoint)
        self.log_change(request, endpoint, gettext("Test event sent."))
        words = gettext("A test event goes out now. Look again in a moment for what was answered.")
        self.message_user(request, words, messages.SUCCESS)
        may_view = request.user.has_perm("orders.view_webhookdelivery")
        url = reverse("admin:orders_webhookdelivery_change", args=[delivery.pk])
        return HttpResponseRedirect(url if may_view else self._page(pk))

    def rotate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new secret: asked about on a page of its own, made by a POST."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        endpoint = WebhookEndpoint.objects.filter(pk=pk).first()
        if endpoint is None:
            return back_to_list(request, self.opts)
        if request.method == "POST":
            endpoints.rotate_secret(endpoint=endpoint)
            self.log_change(request, endpoint, gettext("New secret made."))
            words = gettext("There is a new secret. The old one signs too for the next 24 hours.")
            self.message_user(request, words, messages.SUCCESS)
            return HttpResponseRedirect(self._page(pk))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("New secret"),
            "opts": self.opts,
            "endpoint": endpoint,
            "page_url": self._page(pk),
            "old_until": endpoint.old_secret_until if len(endpoint.secrets(timezone.now())) > 1 else None,
        }
        return TemplateResponse(request, "admin/orders/webhookendpoint/rotate.html", context)

    # --- Shown -----------------------------------------------------------------------------------

    @admin.display(description=_("webhook"), ordering="description")
    def name(self, endpoint: WebhookEndpoint) -> str:
        return endpoint.description or gettext("(no description)")

    @admin.display(description=_("address"), ordering="url")
    def address(self, endpoint: WebhookEndpoint) -> str:
        """In words: nobody is to be sent there by a click."""
        return endpoint.url

    @admin.display(description=_("topics"))
    def topics_shown(self, endpoint: WebhookEndpoint) -> str:
        return ", ".join(endpoint.topics)

    @admin.display(description=_("not taken yet"), ordering="unsent_count")
    def unsent(self, endpoint: Any) -> int:
        return endpoint.unsent_count or 0

    @admin.display(description=_("secret"))
    def secret_shown(self, endpoint: WebhookEndpoint) -> str:
        if endpoint.old_secret_until and len(endpoint.secrets(timezone.now())) > 1:
            words = gettext("(the one before it signs too until %(until)s)") % {
                "until": short_moment(endpoint.old_secret_until)
            }
            return format_html('<code class="webhook__secret">{}</code> {}', endpoint.secret, words)
        return format_html('<code class="webhook__secret">{}</code>', endpoint.secret)
