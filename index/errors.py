"""Everything that Clippings raises on purpose; the text of each is written to be shown to a person.

ClippingsError
├── BadInput          a value, a file or a setting that cannot be used
├── IndexMissing      no generation has been published yet
├── IndexDamaged      a generation that does not verify or cannot be opened
├── IndexMismatch     a generation that another embedding model or format made
├── BuildLocked       another build is running
└── BuildCancelled    a build that was asked to stop
"""


class ClippingsError(Exception):
    """Base of every error that is meant for a person; ``str(error)`` says what happened and what to do."""


class BadInput(ClippingsError):
    """A value, a file or a setting that cannot be used."""


class IndexMissing(ClippingsError):
    """No generation of the index has been published in the data directory."""


class IndexDamaged(ClippingsError):
    """A generation does not verify or cannot be opened."""


class IndexMismatch(ClippingsError):
    """A generation was made with another embedding model, passage size or format version."""


class BuildLocked(ClippingsError):
    """Another build holds the lock of the data directory."""


class BuildCancelled(ClippingsError):
    """The build was asked to stop before it published anything."""
