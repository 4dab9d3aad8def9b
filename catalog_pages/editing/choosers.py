"""The widgets that choose goods in a page's form. Their modals are the viewsets of `catalog_pages.editing.goods`.

Kept apart from those so that blocks and models can use them: nothing is imported from models here. A widget does not
know its user, so it shows no link into the back-office; the panel beside it does, to those who may go there.
"""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import BaseChooser


class ProductChooser(BaseChooser):
    model: ClassVar = "catalog_pages.Product"
    chooser_modal_url_name = "product_chooser:choose"
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    show_edit_link = False


class CategoryChooser(BaseChooser):
    model: ClassVar = "catalog_pages.Category"
    chooser_modal_url_name = "category_chooser:choose"
    icon = "folder-open-1"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    show_edit_link = False
