"""Style sheets, scripts and pictures of the house, as production serves them."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, but a file is compressed once: `collectstatic` takes seconds where nothing is new, not a minute.

    Pages only name files by the hash of their content, so only those are compressed, and a compressed one that is
    there already is right.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = set(self.hashed_files.values())
        new = {path for path in paths if path in hashed and not self.exists(f"{path}.br")}
        return super().compress_files(new)
