"""`manage.py import_catalogue FILE [--images DIR]`: a merchant's export becomes a catalogue."""

from __future__ import annotations

import json
import logging
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.formats import READERS
from catalog_pages.importing.records import Notice, Refusal
from catalog_pages.importing.report import Report, Tally
from catalog_pages.importing.run import Wishes, import_catalogue

BAR = 30
SECONDS_BETWEEN_LINES = 5.0


class Command(BaseCommand):
    help = (
        "Import a merchant's export: categories, products, variants, stock, pages and photographs. "
        "Running it again with the same file changes nothing; with a newer file, only what it says differently."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The CSV file.")
        parser.add_argument(
            "--images", type=Path, metavar="DIR", help="The folder with the pictures the file names."
        )
        parser.add_argument(
            "--format", choices=sorted(READERS), default="", help="Told from the header by default."
        )
        parser.add_argument(
            "--encoding", default="", help="UTF-8 by default, or what the byte order mark says."
        )
        parser.add_argument(
            "--weight-unit",
            choices=["lb", "kg"],
            default="",
            help="Magento: lb. WooCommerce: what the header says.",
        )
        parser.add_argument(
            "--site", metavar="HOSTNAME", help="The site to show the goods on: the default one."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Tell what would happen, and change nothing."
        )
        parser.add_argument(
            "--figures", type=Path, metavar="FILE", help="Where to write what came of it, as JSON."
        )
        parser.add_argument("--strict", action="store_true", help="Exit with 1 when any row was refused.")

    def handle(self, *args: Any, **options: Any) -> None:
        wishes = Wishes(
            path=options["file"],
            images=options["images"],
            format=options["format"],
            encoding=options["encoding"],
            weight_unit=options["weight_unit"],
            dry_run=options["dry_run"],
        )
        report = Report(say=self._say)
        self._bar = ProgressBar(self.stderr)
        begun = time.monotonic()
        try:
            with _hushed("wagtail", "django_tasks"):
                source = import_catalogue(
                    wishes=wishes, site=_site(options["site"]), report=report, progress=self._bar.show
                )
        except ImportStopped as stopped:
            raise CommandError(str(stopped)) from stopped
        finally:
            self._bar.close()
        seconds = time.monotonic() - begun
        self._summarise(report, source, seconds, dry_run=wishes.dry_run)
        if options["figures"] is not None:
            figures = {"format": source, "seconds": round(seconds, 2), **report.figures()}
            options["figures"].write_text(json.dumps(figures, indent=2) + "\n")
        if options["strict"] and report.refusals:
            raise CommandError(_("%d rows were refused.") % report.refusals)

    def _say(self, remark: Refusal | Notice) -> None:
        place = _("line %d") % remark.line if remark.line else ""
        where = ", ".join(part for part in (place, remark.sku) if part)
        kind = _("refused") if isinstance(remark, Refusal) else _("note")
        words = remark.reason if isinstance(remark, Refusal) else remark.message
        self._bar.clear()
        self.stderr.write(f"{kind}: {where}: {words}" if where else f"{kind}: {words}")

    def _summarise(self, report: Report, source: str, seconds: float, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write(_("Nothing was written (--dry-run). It would be:"))
        self.stdout.write(
            _("%(format)s file read in %(seconds).1f s") % {"format": source, "seconds": seconds}
        )
        for name, tally in (
            (_("products"), report.products),
            (_("variants"), report.variants),
            (_("pages"), report.pages),
        ):
            self.stdout.write(f"  {name}: {_tallied(tally)}")
        counts = (
            (_("new categories"), report.categories_created),
            (_("stock movements"), report.movements),
            (_("photographs stored"), report.pictures_stored),
            (_("photographs refused"), report.pictures_refused),
            (_("rows refused"), report.refusals),
        )
        for name, count in counts:
            self.stdout.write(f"  {name}: {count}")
        if report.pictures_missing:
            missing = {"count": report.pictures_missing, "example": report.missing_example}
            self.stdout.write(_("  photographs not in the folder: %(count)d, such as %(example)s") % missing)


class ProgressBar:
    """On a terminal one line that is drawn over; elsewhere a plain line now and then."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._is_terminal = bool(getattr(out, "isatty", lambda: False)()) and out._out is sys.stderr
        self._last = time.monotonic()
        self._is_drawn = False

    def show(self, share: float) -> None:
        if self._is_terminal:
            filled = int(share * BAR)
            self._out.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {share:4.0%}", ending="")
            self._is_drawn = True
        elif time.monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            self._out.write(f"{share:.0%}")

    def clear(self) -> None:
        """Make room for a line of text."""
        if self._is_drawn:
            self._out.write("\r" + " " * (BAR + 8) + "\r", ending="")
            self._is_drawn = False

    def close(self) -> None:
        self.clear()


@contextmanager
def _hushed(*names: str) -> Iterator[None]:
    """Only warnings of these loggers: a line for every page would drown what the import has to say."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _site(hostname: str | None) -> Site:
    site = (
        Site.objects.filter(hostname=hostname).first()
        if hostname
        else Site.objects.order_by("-is_default_site").first()
    )
    if site is None:
        raise CommandError(_("There is no such site. Run the migrations, or look at the sites in the CMS."))
    return site


def _tallied(tally: Tally) -> str:
    words = {"created": tally.created, "changed": tally.changed, "unchanged": tally.unchanged}
    return _("%(created)d created, %(changed)d changed, %(unchanged)d unchanged") % words
