"""How style and script files are named: by the hash of what they hold, so browsers keep them for good."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Where one of our own scripts imports another file: `import { initAll } from "../nhsuk/nhsuk.js";`
IMPORT = (r"""(?P<matched>from\s+["'](?P<url>\.[^"']+)["'])""", 'from "%(url)s"')


class HashedAssets(CompressedManifestStaticFilesStorage):
    """Hashed names everywhere, in the demo too, so that what people try is what a hospital would run.

    Our own scripts import by hashed name as well. Django's switch for that would rewrite everybody's scripts.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("sdm/*.js", (IMPORT,)))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The hashes are read when the app starts, so each address is worked out once: every page asks for five.
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = True) -> str:
        """The address of a file by its hash; Django leaves the hash out while DEBUG is on unless it is forced."""
        if name not in self.addresses:
            self.addresses[name] = super().url(name, force=force)
        return self.addresses[name]


def demo(request: HttpRequest) -> dict[str, bool]:
    """For every page (a context processor): whether to say that this is the demo."""
    return {"demo": settings.DEMO}
