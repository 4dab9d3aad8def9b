"""What stops an import, and what spoils a single value."""


class ImportStopped(Exception):
    """The file as a whole cannot be imported; the message says why."""


class BadValue(Exception):
    """A cell that cannot be understood; the message names the column and says why."""
