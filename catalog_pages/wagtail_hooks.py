"""What the catalogue adds to the Wagtail admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from catalog_pages.editing.back_office import BackOfficeMenuItem, BackOfficeURLFinder
from catalog_pages.editing.goods import category_chooser_viewset, product_chooser_viewset
from catalog_pages.models import Category, Product

for model in (Category, Product):
    register_admin_url_finder(model, BackOfficeURLFinder)


@hooks.register("register_admin_viewset")
def choosers_of_goods() -> list[ViewSet]:
    return [product_chooser_viewset, category_chooser_viewset]


@hooks.register("register_admin_menu_item")
def back_office() -> MenuItem:
    return BackOfficeMenuItem(
        _("Back-office"), reverse("admin:index"), name="back-office", icon_name="list-ul", order=150
    )
