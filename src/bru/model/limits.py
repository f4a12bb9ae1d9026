"""What bru does not read, and at what size: nothing given to it may hang it or take all memory.

Every limit is far above what an honest package has; what is above one is reported, never passed
over. `docs/dev/robustness.md` tells the reasons.
"""

from __future__ import annotations

MIB = 1024**2

JSON_BYTES = 8 * MIB  # of the descriptor or a schema
JSON_TOTAL = 64 * MIB  # of all of them, one that is read twice counted twice
JSON_DEPTH = 100  # objects and lists within each other
RESOURCES = 10_000  # of a package
FIELDS = 50_000  # of all schemas of a package
KEY_FIELDS = 1_000  # that the keys of one schema name, each time they do
NAME = 1_000  # characters of the name of a resource or field, and of a path
PATTERN = 10_000  # characters of a pattern

TABLE_BYTES = 8 * 1024 * MIB  # of all tables of a package
CELL = 16 * MIB  # characters: a longer cell is a quote that was never closed
RATIO, RATIO_FROM = 200, 16 * MIB  # unpacked to packed, of a zip file's member of this size or more

SUMS_BYTES = MIB // 16  # of the digests of the files of a release
RELEASE_BYTES = 256 * MIB  # of a release that is fetched

REMOTE_BYTES = 256 * MIB  # that are fetched for a package
REMOTE_SECONDS = 60  # for one address
REDIRECTIONS = 5  # of one address
DOCUMENT_BYTES = 4 * MIB  # of one document
DOCUMENTS_BYTES = 32 * MIB  # of all documents

TEXT = 1_000  # characters of each text of a problem
PATTERN_SECONDS = 2.0  # for a pattern and about a thousand values
