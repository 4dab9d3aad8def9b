"""Pictures from strangers: measured before anything decodes them, then read to their end once."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from willow.image import Image as Willow
from willow.image import UnrecognisedImageFormatError

FORMATS = {"AVIF": "avif", "GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
"""The formats whose decoders are ever started, and the file extension of each."""

MOST_FRAMES = 300
LONGEST_SIDE = 20_000


class PictureRefused(Exception):
    """A file that is not taken as a picture; the message says why."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file was found to be: one of FORMATS, and its size in pixels."""

    format: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        return FORMATS[self.format]


def verify_picture(file: IO[bytes], size: int) -> PictureFacts:
    """Make sure that `file` (of `size` bytes) is a whole picture of a sane size, by decoding it once.

    Dimensions and frames are checked before a pixel is decoded, so that no file takes more memory than
    WAGTAILIMAGES_MAX_IMAGE_PIXELS allows. Raises PictureRefused; leaves the file at its start.
    """
    if not size:
        raise PictureRefused(_("The file is empty."))
    if size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        limits = {
            "size": filesizeformat(size),
            "limit": filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE),
        }
        raise PictureRefused(_("The file is too big: %(size)s, where %(limit)s is the limit.") % limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # Pillow's own limit is above ours, and its doubts about Exif are harmless
            facts = _decode_all(file)
            file.seek(0)
            Willow.open(file)  # what scales it later must know it too: animated PNG it does not
            return facts
    except PictureRefused:
        raise
    except (UnidentifiedImageError, UnrecognisedImageFormatError) as error:
        raise PictureRefused(
            _("It is not a picture of a known kind (AVIF, GIF, JPEG, PNG or WebP).")
        ) from error
    except Pillow.DecompressionBombError as error:
        raise PictureRefused(_("It has far too many pixels.")) from error
    except Exception as error:  # a decoder raises whatever a broken file makes it stumble over
        raise PictureRefused(_("The picture is broken: it cannot be read to its end.")) from error
    finally:
        file.seek(0)


def _decode_all(file: IO[bytes]) -> PictureFacts:
    with Pillow.open(file, formats=tuple(FORMATS)) as picture:
        _check_size(picture.width, picture.height, frames=1)
        frames = getattr(picture, "n_frames", 1)
        _check_size(picture.width, picture.height, frames=frames)
        for frame in range(frames):
            picture.seek(frame)
            picture.load()
        return PictureFacts(str(picture.format), picture.width, picture.height)


def _check_size(width: int, height: int, *, frames: int) -> None:
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if width < 1 or height < 1:
        raise PictureRefused(_("The picture has no width or no height."))
    if max(width, height) > LONGEST_SIDE or frames > MOST_FRAMES or width * height * frames > limit:
        size = {"width": width, "height": height, "frames": frames, "limit": limit // 1_000_000}
        raise PictureRefused(
            _(
                "The picture is too large: %(width)d x %(height)d pixels, %(frames)d frames; "
                "%(limit)d million pixels are the limit."
            )
            % size
        )
