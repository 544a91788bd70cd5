"""The error for a file that cannot be the scan of a form."""


class NotAScan(ValueError):
    """The file is refused; `reason` is a sentence for whoever chose it, `place` is 1 for the first of their files."""

    def __init__(self, reason: str, place: int = 1) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, place
