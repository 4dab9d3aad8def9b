"""Compares our payments with the providers' own books."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders import reconciling


class Command(BaseCommand):
    help = (
        "Ask payment providers about every recent payment, write down what our books lack, and print what differs "
        "all the same. Exits with 1 when anything does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="how far to look back, in days (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for difference in reconciling.reconcile(since=timezone.now() - timedelta(days=options["days"])):
            self.stdout.write(difference)
            count += 1
        if count:
            raise CommandError(ngettext("%d difference.", "%d differences.", count) % count)
        self.stdout.write(self.style.SUCCESS(_("The books agree with the payment providers'.")))
