"""How style and script files are named: by the hash of what they hold, so browsers keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedAssets(CompressedManifestStaticFilesStorage):
    """Hashed names everywhere, in the demo too, so that what people try is what a hospital would run."""

    def url(self, name: str, force: bool = True) -> str:
        """The address of a file by its hash; Django leaves the hash out while DEBUG is on unless it is forced."""
        return super().url(name, force=force)
