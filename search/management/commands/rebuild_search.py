"""Builds the search index anew, or checks it with --check."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search import checking, writing

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Build the search index anew while the shop goes on. --check compares it with the goods instead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; exit with 1 on differences.")

    def handle(self, *args: Any, check: bool = False, verbosity: int = 1, **options: Any) -> None:
        if check:
            self._check()
            return
        began = monotonic()
        documents = writing.rebuild(self._progress if verbosity > 1 else lambda done, total: None)
        if connection.vendor == "postgresql" and connection.get_autocommit():
            with (
                connection.cursor() as cursor
            ):  # a search reads the index alone once its pages are marked clean
                cursor.execute("VACUUM (ANALYZE) search_posting, search_document, search_term")
        seconds = monotonic() - began
        message = ngettext("%(count)d document", "%(count)d documents", documents) % {"count": documents}
        speed = _("%(speed)d a second") % {"speed": documents / max(seconds, 0.01)}
        self.stdout.write(self.style.SUCCESS(f"{message}, {seconds:.1f} s, {speed}"))

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done}/{total}")

    def _check(self) -> None:
        differences = checking.check()
        for difference in differences[:MOST_SHOWN]:
            self.stdout.write(difference)
        if differences:
            count = len(differences)
            raise CommandError(ngettext("%d difference.", "%d differences.", count) % count)
        self.stdout.write(self.style.SUCCESS(_("The index and the goods agree.")))
