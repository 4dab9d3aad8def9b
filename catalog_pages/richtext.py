"""HTML that others wrote, made safe to show: what is stored has passed through here."""

import nh3

ALLOWED_TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "blockquote", "pre", "code"),
    *("a", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
_CLEANER = nh3.Cleaner(tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, url_schemes=ALLOWED_SCHEMES)


def sanitise(html: str) -> str:
    """The same copy with the tags of text kept and everything else gone: scripts, styles, frames, handlers.

    Links keep only http, https, mailto and tel, and get rel="noopener noreferrer". Plain text passes, but for
    `<`, `>` and `&`, which come out escaped. Doing it twice changes nothing more.
    """
    return _CLEANER.clean(html).strip()
