"""The form that editors upload pictures with."""

from __future__ import annotations

from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from catalog_pages.importing.pictures import PictureRefused, verify_picture


class PictureField(WagtailImageField):
    """Wagtail's own checks, and before them one more: the picture can be decoded to its end, within bounds.

    Wagtail reads no further than a file's header. It takes a torn photograph, which then fails on every page, and
    breaks down itself over some headers.
    """

    def to_python(self, data: Any) -> Any:
        upload = FileField.to_python(self, data)
        if upload is not None and hasattr(upload, "read"):
            try:
                verify_picture(cast("IO[bytes]", upload.file), upload.size)
            except PictureRefused as refusal:
                raise ValidationError(str(refusal), code="invalid_image") from refusal
            upload.seek(0)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """WAGTAILIMAGES_IMAGE_FORM_BASE: every way of uploading a picture in the CMS goes through it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )
