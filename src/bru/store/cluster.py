"""Spark: its session, and what lies where its file systems are, such as hdfs or s3a."""

from __future__ import annotations

import atexit
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bru.model import limits
from bru.store import DESCRIPTOR, StoreError, fits, inside
from bru.store.machine import scratch_file

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# With one of these the user has said how Spark is to be run.
GIVEN = ("MASTER", "PYSPARK_GATEWAY_PORT", "SPARK_CONF_DIR", "SPARK_HOME", "SPARK_REMOTE")
QUIET = {"spark.app.name": "bru", "spark.ui.showConsoleProgress": "false"}
FEW = "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning"  # what was found, in few parts
OWN = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "16",
}


def session() -> SparkSession:
    """The session that runs, or else a new one, which ends with this process. Raises StoreError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # it has not been tried with all of pandas 3
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    if running := SparkSession.getActiveSession():
        return running
    given = any(os.environ.get(name) for name in GIVEN)
    builder = SparkSession.builder.config(map=QUIET | {FEW: "true"} | ({} if given else OWN))
    sys.stderr.flush()
    terminal = os.dup(2)
    with scratch_file() as said:  # what Java says while it starts, and later
        os.dup2(said.fileno(), 2)
        try:
            found = builder.getOrCreate()
        except (PySparkException, OSError) as error:
            said.seek(0)
            why = [str(error), *said.read().decode(errors="replace").split("\n")]
            why = [line.strip() for line in why if line.strip()]
            raise StoreError(f"Spark does not start: {why[-1]}") from error
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
    atexit.register(found.stop)
    return found


@contextmanager
def working() -> Iterator[None]:
    """Turn a job that failed into one line: what went wrong at the bottom. Raises StoreError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        cause: Any = getattr(error, "java_exception", None)
        while cause is not None and cause.getCause() is not None:
            cause = cause.getCause()
        said = str(cause.toString() if cause is not None else error)
        raise StoreError(f"Spark: {said.strip().splitlines()[0]}") from error


class Address:
    """A store of what lies below an address; nothing of it is written or listed."""

    editable = False

    def __init__(self, address: str) -> None:
        """`address`: of the descriptor, a .json file, or of the folder that it is in."""
        root, slash, file = address.rstrip("/").rpartition("/")
        is_file = file.endswith(".json")
        self.root = self.name = root if is_file else root + slash + file
        self.descriptor = file if is_file else DESCRIPTOR

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
                found = files.selectExpr("length", f"if(length <= {most}, content, null) c").head(1)
            except AnalysisException as error:
                raise FileNotFoundError(place) from error
        if not found:
            raise FileNotFoundError(place)
        fits(found[0].length, most)
        return bytes(found[0].c)

    def names(self, folder: str = "") -> list[str]:
        """No names: an address is not listed."""
        return []


def digest(place: str, method: str) -> tuple[int, str]:
    """The bytes of one file and their digest ("" for no method), by Spark. Raises StoreError."""
    sql = f"sha2(content, {method[3:]})" if method in ("sha256", "sha512") else f"{method}(content)"
    with working():
        files = session().read.format("binaryFile").load(escaped(place))
        found = files.selectExpr("length", f"{sql if method else repr('')} digest").collect()
    if len(found) != 1:
        raise StoreError(f"{place} is {len(found):,} files")
    return found[0].length, found[0].digest


def cut(paths: Sequence[str], quote: str) -> dict[str, Any]:
    """How Spark's reader of CSV has to cut files into records.

    Where the quotes of a line are odd it seems to end in a cell, and a line of white space is
    dropped from parts of a file: then no file is read in parts. Where every record ends in CR LF
    (the last may have no end), the reader is told so: else it turns CR LF in cells into LF.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    text, value = session().read.text, f.col("value")
    quotes = f.length(value) - f.length(f.replace(value, f.lit(quote), f.lit("")))
    if text([*paths]).where((quotes % 2 == 1) | value.rlike("^[\x00- ]+$")).isEmpty():
        return {"multiLine": False}
    lines = text([*paths], lineSep="\n").withColumn("i", f.monotonically_increasing_id())
    if lines.where("right(value, 1) = char(13)").isEmpty():
        return {"multiLine": True}
    so_far = Window.partitionBy(f.input_file_name()).orderBy("i")
    ends = lines.withColumn("quotes", f.sum(quotes).over(so_far)).where("quotes % 2 = 0")
    others = ends.selectExpr("min(if(right(value, 1) = char(13), null, i)) < max(i) before")
    return {"multiLine": True, **({} if others.collect()[0].before else {"lineSep": "\r\n"})}


def opened(address: str) -> tuple[Address, str]:
    """The store at an address and the name of its descriptor. Raises StoreError."""
    store = Address(address)
    try:
        store.read(store.descriptor, limits.JSON_BYTES)
    except OSError as error:
        raise StoreError(f"{store.root}: no {store.descriptor} at this address") from error
    return store, store.descriptor


def escaped(place: str) -> str:
    """A path in which no character stands for others."""
    return re.sub(r"([][{}*?\\])", r"\\\1", place)
