"""Everything that Clippings raises on purpose; the text of each is written to be shown to a person.

ClippingsError
├── BadInput          a value, a file or a setting that cannot be used
├── FetchFailed       a web address that was asked and did not give what was wanted
├── RefreshRunning    another refresh of the web sources is running
├── IndexMissing      no generation has been published yet
├── IndexDamaged      a generation that does not verify or cannot be opened
├── IndexMismatch     a generation that another embedding model or format made
├── ModelFailed       a chat model that could not be asked, or did not answer to the end
├── BuildLocked       another build is running
└── BuildCancelled    a build that was asked to stop
"""


class ClippingsError(Exception):
    """Base of every error that is meant for a person; ``str(error)`` says what happened and what to do."""


class BadInput(ClippingsError):
    """A value, a file or a setting that cannot be used."""


class FetchFailed(ClippingsError):
    """A web address was asked and did not give what was wanted; another time it may."""


class RefreshRunning(ClippingsError):
    """Another refresh of the same web sources is running."""


class IndexMissing(ClippingsError):
    """No generation of the index has been published in the data directory."""


class IndexDamaged(ClippingsError):
    """A generation does not verify or cannot be opened."""


class IndexMismatch(ClippingsError):
    """A generation was made with another embedding model, passage size or format version."""


class ModelFailed(ClippingsError):
    """A chat model could not be asked, or did not answer to the end; ``retryable`` if another try may succeed."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class BuildLocked(ClippingsError):
    """Another build holds the lock of the data directory."""


class BuildCancelled(ClippingsError):
    """The build was asked to stop before it published anything."""
