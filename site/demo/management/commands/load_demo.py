"""`manage.py load_demo`: draws and loads the demo shop. Run again, it changes nothing and loses nothing."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from wagtail.models import Site

from demo import pictures
from demo.catalogue import PRODUCTS
from demo.loading import accounts, feedback, goods, history, shop, stories
from demo.loading.mailing import nothing_mailed


class Command(BaseCommand):
    help = "Load the demo shop: Pipit Press, with goods, pages, people and ninety days of orders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", default="8000", help="The port that the addresses printed at the end name."
        )
        parser.add_argument(
            "--scale", type=float, default=1.0, help="The pictures' scale; tests use small ones. Default: 1."
        )

    def handle(self, *args: object, **options: object) -> None:
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        with nothing_mailed():
            # Each step goes on where a run that was stopped left it, and does nothing where it is done.
            if not (goods.are_begun() and stories.are_told(site)):
                self._load_catalogue(site, float(str(options["scale"])))
            if settings.DEBUG:
                accounts.load_accounts()
            history.load_orders(lambda done, total: self._say("Placing the orders of 90 days", done, total))
            feedback.load_reviews()
        self._print_addresses(str(options["port"]))

    def _load_catalogue(self, site: Site, scale: float) -> None:
        folder = Path(settings.VAR_DIR) / "demo" / ("pictures" if scale == 1 else f"pictures-{scale:g}")
        drawn = pictures.draw_all(
            folder, scale=scale, progress=lambda done, total: self._say("Drawing the goods", done, total)
        )
        heroes = pictures.draw_heroes(
            folder, scale=scale, progress=lambda done, total: self._say("Drawing the scenes", done, total)
        )
        self.stdout.write("Filling the shelves, and cutting the pictures to size ...")
        goods.load_vocabulary()
        shop.load_settings(site)
        shop.load_rates()
        goods.load_categories(site)
        shop.load_promotions()
        goods.load_goods(site=site, folder=folder, drawn=drawn, progress=lambda: None)
        self.stdout.write("Writing the pages ...")
        site.refresh_from_db()
        stories.load_stories(site=site, heroes=heroes)
        self.stdout.write(
            f"{len(PRODUCTS)} products with {sum(map(len, drawn.values()))} pictures are there."
        )

    def _say(self, what: str, done: int, total: int) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r{what}: {done} of {total}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total:
            self.stdout.write(f"{what}: {total}")

    def _print_addresses(self, port: str) -> None:
        base = f"http://127.0.0.1:{port}"
        lines = [
            "",
            f"  The shop            {base}/",
            f"  The back-office     {base}/admin/     {accounts.STAFF}",
            f"  The pages' editor   {base}/cms/       {accounts.EDITOR}",
            f"  An account          {base}/account/   {accounts.SHOPPER}",
            f"  The API             {base}/api/v1/docs/",
            "",
        ]
        if settings.DEBUG:
            lines.insert(-1, f"  The password of all three is {accounts.PASSWORD}")
        self.stdout.write("\n".join(lines))
