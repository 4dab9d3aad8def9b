from __future__ import annotations

from copy import copy

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from catalog_pages.page_cache.frame import frame
from catalog_pages.theme import Ground, HeadingFont, TextFont, Theme, check_accent, theme_of


def validate_currency(value: str) -> None:
    if value not in list_currencies():
        raise ValidationError(
            _("%(value)s is not a currency. Use its three letters, such as EUR."), params={"value": value}
        )


@register_setting(icon="cog")
class ShopSettings(BaseSiteSetting):
    """What a shop is, per site: its name, its currency, its price basis and where it sits."""

    name = models.CharField(_("shop name"), max_length=80, default="Pipit")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Stands in the head of every page in place of the name, 32 pixels high."),
    )
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, default=Ground.PAPER)
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_(
            "Of sale prices, links in use and the ring around what has the focus, such as #a84a22. The shade for "
            "dark screens is worked out. Empty: the house's own."
        ),
    )
    heading_font = models.CharField(
        _("type of headings"), max_length=14, choices=HeadingFont, default=HeadingFont.OLD_STYLE
    )
    text_font = models.CharField(_("type of text"), max_length=10, choices=TextFont, default=TextFont.SYSTEM)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[validate_currency],
        help_text=_("ISO 4217, such as EUR."),
    )
    prices_include_tax = models.BooleanField(_("prices include VAT"), default=True)
    country = CountryField(verbose_name=_("home country"), default="DE")
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    vat_number = models.CharField(
        _("VAT number"), max_length=40, blank=True, help_text=_("The shop's own, printed on invoices.")
    )
    invoice_prefix = models.CharField(
        _("prefix of invoice numbers"),
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(r"^[A-Z0-9-]*\Z", _("Only capital letters, digits and hyphens, such as PP-."))
        ],
        help_text=_("Such as PP- for PP-2026-000123. Two shops of one business need different ones."),
    )
    invoice_footer = models.TextField(
        _("foot of invoices"),
        blank=True,
        help_text=_("What the law wants at the foot of each page: company register, directors, tax number."),
    )
    bank_details = models.TextField(
        _("bank details"), blank=True, help_text=_("Shown to shoppers who pay by bank transfer.")
    )
    cash_on_delivery = models.BooleanField(_("offer cash on delivery"), default=False)
    unpaid_order_hours = models.PositiveIntegerField(
        _("hours an unpaid order keeps its stock"), default=7 * 24
    )
    return_days = models.PositiveSmallIntegerField(
        _("days to send something back"),
        default=30,
        help_text=_(
            "So long after the last parcel arrived, shoppers can announce a return on their order's page. "
            "0: only by writing to you. In the EU the law asks for 14 days."
        ),
    )
    delivery_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delivery page"),
    )
    returns_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("returns page"),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading=_("Name")),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldPanel("ground"),
                FieldPanel("accent"),
                FieldPanel("heading_font"),
                FieldPanel("text_font"),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [FieldPanel("currency"), FieldPanel("prices_include_tax"), FieldPanel("country")],
            heading=_("Money"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("postal_address")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("bank_details"), FieldPanel("cash_on_delivery"), FieldPanel("unpaid_order_hours")],
            heading=_("Payment"),
        ),
        MultiFieldPanel(
            [FieldPanel("vat_number"), FieldPanel("invoice_prefix"), FieldPanel("invoice_footer")],
            heading=_("Invoices"),
        ),
        MultiFieldPanel([FieldPanel("return_days")], heading=_("Returns")),
        MultiFieldPanel([FieldPanel("delivery_page"), FieldPanel("returns_page")], heading=_("Pages")),
    ]

    class Meta:
        verbose_name = _("shop settings")
        verbose_name_plural = _("shop settings")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses an accent that cannot be read on the ground."""
        super().clean()
        if self.accent:
            try:
                check_accent(self.accent, self.ground)
            except ValidationError as error:
                raise ValidationError({"accent": error}) from error

    @cached_property
    def theme(self) -> Theme:
        """What its pages look like, where that differs from the house's own."""
        return theme_of(self)

    @classmethod
    def for_site(cls, site: Site) -> ShopSettings:
        """Made where there are none yet. Two queries at most, none where they are kept."""
        # A copy, for whoever edits them: what is kept is everybody's.
        return copy(frame.kept(("shop settings", site.pk), lambda: super(ShopSettings, cls).for_site(site)))

    @classmethod
    def default(cls) -> ShopSettings:
        """The settings of the default site, for code that serves no request (tasks, imports). One or two queries."""
        site = Site.objects.filter(is_default_site=True).first() or Site.objects.first()
        if site is None:
            raise Site.DoesNotExist("There is no Wagtail site yet: run the migrations.")
        settings: ShopSettings = cls.for_site(site)
        return settings
