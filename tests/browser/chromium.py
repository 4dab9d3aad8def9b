"""The system's Chromium, and how it is started."""

from __future__ import annotations

import shutil

# No look-ups of its own: a test must not depend on what Chromium asks of the world.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Where it is; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def is_a_fault(complaint: str) -> bool:
    """Whether a script failed. A page's fading in that the next page cut short is told as an error, and is none."""
    return "Transition was" not in complaint
