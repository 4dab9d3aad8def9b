"""Checks that the ledger of stock sums to the levels."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog_pages import stock


class Command(BaseCommand):
    help = "Compare the levels of stock with the ledger. Exits with 1 when they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = stock.verify()
        for difference in differences:
            self.stdout.write(difference)
        if differences:
            count = len(differences)
            raise CommandError(ngettext("%d level differs.", "%d levels differ.", count) % count)
        self.stdout.write(self.style.SUCCESS(_("Levels and ledger agree.")))
