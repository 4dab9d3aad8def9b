"""The web server: Granian, with workers forked from a process that has loaded the code.

    python -m config.serve --host 0.0.0.0 --port 8000 --workers 2 --blocking-threads 4

Takes every option of the command `granian` and its GRANIAN_ variables, but for the interface and the application,
which are given here.

What the workers have in common (code, models, addresses) is in memory once, and a worker that is renewed begins at
once. The goods are each worker's own: they are read in `config.wsgi`, which runs after the fork, and so do threads
and connections begin. See docs/adr/0025.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from importlib import import_module

import django
from django.db import connections
from granian.cli import entrypoint as granian

ALWAYS = (
    *("--interface", "wsgi", "--no-ws"),
    "--respawn-failed-workers",  # one that the system killed for its memory, say; the others go on meanwhile
    *("--workers-kill-timeout", "10"),  # one that is told to end before it has begun does not hear it
)
FORKS = sys.platform == "linux"
"""Elsewhere a process that has loaded the system's own libraries may not go on after a fork."""


def load() -> None:
    """Load all that is the same in each worker, and leave it where no collection of garbage touches it.

    A page of memory is shared for as long as nobody writes on it, and a collection writes on every object.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # who forks has one thread, numpy's included
    gc.disable()
    django.setup()
    import_module("config.urls")  # with every view and what it needs
    connections.close_all()
    gc.collect()
    gc.freeze()
    gc.enable()


def main() -> None:
    """Serve until told to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    if FORKS:
        multiprocessing.set_start_method("fork")  # Python 3.14 would start each worker anew
        load()
    sys.argv = ["granian", *ALWAYS, *sys.argv[1:], "config.wsgi:application"]
    granian()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
