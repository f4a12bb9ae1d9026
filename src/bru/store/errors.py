"""Why bytes cannot be had."""

from __future__ import annotations


class StoreError(Exception):
    """The package cannot be had at all: a fault of the call, not of the data (exit 2)."""


class OutsideError(Exception):
    """A path in the descriptor leaves the package: a fault of the data. `path`: that path."""

    path = ""


class RefusedError(OSError):
    """A file that is there and is not read: too large, damaged, or no regular file.

    `path`: that in its package, where it is of one; `hint`: what mends it, "" if that is unknown.
    """

    path = ""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


class UnreachableError(OSError):
    """An address that cannot be had now: no fault of the data, but they are not checked."""
