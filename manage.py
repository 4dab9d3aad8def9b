#!/usr/bin/env python
"""Django's command line for Pipit."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put the source root `site/` on the path, then hand over to Django."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if sys.argv[1:2] != ["runserver"]:
        # A command is one thread, and bulk work forks only where there are no others: those of a pool of connections,
        # and numpy's, which are idle here.
        os.environ["DATABASE_POOL_SIZE"] = "0"
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
