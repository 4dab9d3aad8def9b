"""No template of the shop makes a picture's sizes while somebody waits."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MAKES = re.compile(r"\{%\s*(?:image|srcset_image|picture_url|image_url)\s|wagtailimages_tags")


def test_templates_show_pictures_by_the_shops_own_tag() -> None:
    pages = [
        path for path in TEMPLATES.rglob("*.html") if path.parts[len(TEMPLATES.parts)] not in ("admin", "cms")
    ]
    assert len(pages) > 100
    assert [path.name for path in pages if MAKES.search(path.read_text())] == []
