"""Checks that stock, orders, payments, vouchers and lines agree with each other."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders import books


class Command(BaseCommand):
    help = (
        "Compare stock, orders, payments, vouchers and lines with each other. Exits with 1 when they differ."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for difference in books.differences():
            self.stdout.write(difference)
            count += 1
        if count:
            raise CommandError(ngettext("%d difference.", "%d differences.", count) % count)
        self.stdout.write(self.style.SUCCESS(_("The books agree.")))
