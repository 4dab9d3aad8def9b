"""Uploaded files, where no bucket and no web server in front serves them."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

PICTURES = {".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp"}


def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a picture from MEDIA_ROOT, cacheable for ever: Wagtail never reuses the name of a rendition.

    Only pictures: documents have their own address, which checks who may read them. The policy header keeps a
    file that a browser might take for a page from running anything.
    """
    if PurePosixPath(path).suffix.lower() not in PICTURES:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
