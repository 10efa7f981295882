"""How much a file may ask for: every size limit of the formats in one place."""

from index.text import MAX_ARTICLE_BYTES

__all__ = [
    "MAX_ARCHIVE_BYTES",
    "MAX_ARCHIVE_DIRECTORY_BYTES",
    "MAX_ARCHIVE_MEMBERS",
    "MAX_ARTICLE_BYTES",
    "MAX_CPU_SECONDS",
    "MAX_FILE_BYTES",
    "MAX_FRONT_MATTER_BYTES",
    "MAX_MEMBER_RATIO",
    "MAX_MEMORY_BYTES",
    "MAX_NAME_LENGTH",
    "MAX_STOPPED_MEMBERS",
    "MAX_WALL_SECONDS",
    "RATIO_FREE_BYTES",
]

# A file that has to be in memory as a whole (HTML, PDF, Word, JSON); also one member of an archive.
MAX_FILE_BYTES = 50_000_000
# PyYAML takes a second for 50 kB.
MAX_FRONT_MATTER_BYTES = 50_000

# What the process that parses HTML, PDF, Word and JSON may use for one file. A printed newspaper's page takes a tenth
# of a second; wall time is longer, so that a busy machine does not decide which articles get in.
MAX_CPU_SECONDS = 5
MAX_WALL_SECONDS = 60
MAX_MEMORY_BYTES = 800_000_000

# An archive, all its members unpacked and those of archives within it counted together.
MAX_ARCHIVE_BYTES = 500_000_000
MAX_ARCHIVE_MEMBERS = 10_000
# What lists the members: 400 bytes for each. Read before Python's zipfile makes objects of it.
MAX_ARCHIVE_DIRECTORY_BYTES = 4_000_000
# Text packs to a tenth, the most repetitive table to a fiftieth; a bomb to a thousandth.
MAX_MEMBER_RATIO = 200
RATIO_FREE_BYTES = 1_000_000
# Members whose parsing had to be stopped before the rest of the archive is left alone.
MAX_STOPPED_MEMBERS = 3
MAX_NAME_LENGTH = 255
