"""The session of Spark: one that runs already, or one of our own, started when it is needed."""

from __future__ import annotations

import atexit
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bru.store import StoreError
from bru.store.machine import scratch_file

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# With one of these the user has said how Spark is to be run: bru sets nothing.
GIVEN = ("MASTER", "PYSPARK_GATEWAY_PORT", "SPARK_CONF_DIR", "SPARK_HOME", "SPARK_REMOTE")
QUIET = {"spark.app.name": "bru", "spark.ui.showConsoleProgress": "false"}
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
    if not any(os.environ.get(name) for name in GIVEN if name != "MASTER"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    is_given = any(os.environ.get(name) for name in GIVEN)
    try:
        with silent():
            found = SparkSession.builder.config(map=QUIET | ({} if is_given else OWN)).getOrCreate()
    except (PySparkException, OSError) as error:
        raise StoreError(f"Spark does not start: {str(error).splitlines()[0]}") from error
    atexit.register(found.stop)
    return found


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
    """Turn a job that failed into one line: what went wrong at the bottom. Raises StoreError."""
    from py4j.protocol import Py4JError, Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        said = str(error)
        if isinstance(error, Py4JJavaError):
            cause = error.java_exception
            while cause.getCause() is not None:
                cause = cause.getCause()
            said = str(cause.toString())
        raise StoreError(f"Spark: {said.strip().splitlines()[0]}") from error
