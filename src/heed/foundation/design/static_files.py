"""Static files under names that carry a hash of their content, so that browsers keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """
    Hashed names once `collectstatic` has run; plain names until then.

    Django's own storage answers a file it does not know with a ValueError, which is a 500 on every page. A call
    handler is better served by a page without its colours than by none, so a name never collected is used as it is.
    """

    def stored_name(self, name: str) -> str:
        """Return the hashed name of a collected file, otherwise the name itself."""
        known: str | None = self.hashed_files.get(self.hash_key(name))
        return known or name
