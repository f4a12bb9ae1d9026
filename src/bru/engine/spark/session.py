"""The session of Spark: one that runs already, or one of our own, started when it is needed."""

from __future__ import annotations

import atexit
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bru.store import StoreError
from bru.store.machine import scratch_file

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# With one of these somebody has said how Spark is to be run: nothing is set for him.
GIVEN = ("MASTER", "PYSPARK_GATEWAY_PORT", "SPARK_CONF_DIR", "SPARK_HOME", "SPARK_REMOTE")
OWN = {"spark.ui.enabled": "false", "spark.driver.memory": "2g"}
SPLITS = "spark.sql.files.minPartitionNum"  # where files are cut must not change between jobs


def session() -> SparkSession:
    """The session that runs, or else a new one, which ends with this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # it has not been tried with all of pandas 3
        from pyspark.sql import SparkSession
    running = SparkSession.getActiveSession()
    if running is None:
        running = started()
        atexit.register(running.stop)
    if running.conf.get(SPLITS, None) is None:
        running.conf.set(
            SPLITS, running.conf.get("spark.default.parallelism", None) or cores(running)
        )
    return running


def started() -> SparkSession:
    """A new session, which says nothing. Raises StoreError."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if not any(os.environ.get(name) for name in GIVEN if name != "MASTER"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("bru").config("spark.ui.showConsoleProgress", "false")
    if not any(os.environ.get(name) for name in GIVEN):
        for key, value in OWN.items():
            builder = builder.config(key, value)
    try:
        with silent():
            return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise StoreError(f"Spark does not start: {str(error).splitlines()[0]}") from error


def cores(spark: SparkSession) -> str:
    """How many tasks run at once, as far as that is known."""
    try:
        return str(spark.sparkContext.defaultParallelism)
    except Exception:  # Spark Connect does not tell
        return "64"


@contextmanager
def silent() -> Iterator[None]:
    """Keep what Java says while it starts, and later, from the terminal."""
    sys.stderr.flush()
    kept = os.dup(2)
    with scratch_file() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


@contextmanager
def working() -> Iterator[None]:
    """Turn a job that failed into one line. Raises StoreError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise StoreError(f"Spark: {str(error).splitlines()[0]}") from error


def framed(spark: SparkSession, columns: Mapping[str, Sequence[Any]], types: str) -> DataFrame:
    """Values of ours as a frame of Spark; it needs no Python elsewhere. `types`: one a column."""
    import pyarrow as pa

    known = {
        "int": pa.int32(),
        "long": pa.int64(),
        "bool": pa.bool_(),
        "texts": pa.list_(pa.string()),
    }
    parts = zip(columns.items(), types.split(), strict=True)
    return spark.createDataFrame(pa.table({n: pa.array(c, known[t]) for (n, c), t in parts}))
