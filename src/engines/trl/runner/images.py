"""Pictures of rows, decoded when they are looked at; those of the last rows are kept."""

from __future__ import annotations

from PIL import Image

from .errors import UserError
from .rows import Row

#: Decoded pictures may take so much memory, in bytes.
_MOST = 2**30

#: Of other formats some are programs to Pillow: it hands PostScript to Ghostscript, whatever the file is called.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


class ImageStore:
    """A group's responses look at one picture, and TRL asks for it once for each of them and each micro batch."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._images: dict[str, Image.Image] = {}

    def of(self, row: Row) -> list[Image.Image]:
        return [self._open(path, row) for path in row.images]

    def _open(self, path: str, row: Row) -> Image.Image:
        image = self._images.pop(path, None)
        if image is None:
            try:
                with Image.open(path, formats=_FORMATS) as file:
                    image = file.convert("RGB")
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
                raise UserError(
                    f"The image {path} of row {row.id} ({row.dataset}) cannot be read: {error}",
                    "Mend or replace the file, or leave the row out with `where`.",
                ) from error
        # The one that was looked at last is at the end.
        self._images[path] = image
        while len(self._images) > 1 and (len(self._images) > self._kept or self._bytes() > _MOST):
            del self._images[next(iter(self._images))]
        return image

    def _bytes(self) -> int:
        return sum(3 * image.width * image.height for image in self._images.values())
