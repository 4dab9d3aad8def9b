"""Checks the category tree and the page tree; mends them with --repair."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog_pages import trees
from catalog_pages.exceptions import BrokenTree


class Command(BaseCommand):
    help = "Check the category tree and the page tree. Exits with 1 when either is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Mend what can be mended.")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        broken = 0
        for name, find, mend in (
            (_("categories"), trees.category_problems, trees.repair_categories),
            (_("pages"), trees.page_problems, trees.repair_pages),
        ):
            try:
                problems = mend() if repair else find()
            except BrokenTree as remaining:
                problems, mended = remaining.problems, False
            else:
                mended = repair
            self._report(name, problems, mended)
            broken += 0 if mended else len(problems)
        if broken:
            raise CommandError(ngettext("%d problem found.", "%d problems found.", broken) % broken)

    def _report(self, name: str, problems: list[str], mended: bool) -> None:
        if not problems:
            self.stdout.write(self.style.SUCCESS(_("%s: sound") % name))
            return
        self.stdout.write(_("%s: mended") % name if mended else self.style.ERROR(_("%s: broken") % name))
        for problem in problems:
            self.stdout.write(f"  {problem}")
