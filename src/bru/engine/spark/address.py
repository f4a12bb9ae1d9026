"""A package at an address that a file system of Spark knows, such as hdfs or s3a."""

from __future__ import annotations

from bru.engine.spark.session import session, working
from bru.engine.spark.tables import escaped
from bru.model import limits
from bru.store import DESCRIPTOR, StoreError, fits, inside


class Address:
    """A store of what lies below an address; nothing of it is written or listed."""

    editable = False

    def __init__(self, address: str) -> None:
        """`address`: of the descriptor, a .json file, or of the folder that it is in."""
        root, slash, file = address.rstrip("/").rpartition("/")
        is_file = file.endswith(".json")
        self.root = root if is_file else root + slash + file
        self.name, self.descriptor = self.root, file if is_file else DESCRIPTOR

    def place(self, path: str) -> str:
        """The address of a file. Raises OutsideError."""
        return f"{self.root}/{inside(path)}"

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`. Raises FileNotFoundError, RefusedError or OutsideError."""
        from pyspark.errors import AnalysisException

        place = self.place(path)
        with working():
            try:
                files = session().read.format("binaryFile").load(escaped(place))
                found = files.select("length").head(1)
            except AnalysisException as error:
                raise FileNotFoundError(place) from error
            for file in found:
                fits(file.length, most)
                return bytes(files.select("content").head(1)[0].content)
        raise FileNotFoundError(place)

    def names(self, folder: str = "") -> list[str]:
        """No names: an address is not listed."""
        return []


def opened(address: str) -> tuple[Address, str]:
    """The store at an address and the name of its descriptor. Raises StoreError."""
    store = Address(address)
    try:
        store.read(store.descriptor, limits.JSON_BYTES)
    except OSError as error:
        raise StoreError(f"{store.root}: no {store.descriptor} at this address") from error
    return store, store.descriptor
