"""`manage.py export_catalogue FILE`: the catalogue in Pipit's own format, for `import_catalogue`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalog_pages.importing.export import export_catalogue


class Command(BaseCommand):
    help = "Write every product and variant to a CSV file that import_catalogue reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("w", encoding="utf-8", newline="") as out:
                count = export_catalogue(out)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write(_("%d variants written") % count)
