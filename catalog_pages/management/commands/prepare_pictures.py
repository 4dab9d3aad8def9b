"""`manage.py prepare_pictures`: makes what is missing of the sizes that pages show pictures in, to the end."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from catalog_pages import renditions


class Command(BaseCommand):
    help = "Scale the pictures of all live pages, in WebP and AVIF, where that was not done yet."

    def handle(self, *args: object, **options: object) -> None:
        done = renditions.prepare_missing()
        self.stdout.write(f"{done} pictures were scaled." if done else "Nothing was missing.")
