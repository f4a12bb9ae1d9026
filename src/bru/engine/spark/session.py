"""The session of Spark: one that runs already, or one of our own, started when it is needed."""

from __future__ import annotations

import atexit
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bru.store import StoreError
from bru.store.machine import scratch_file

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# With one of these somebody has said how Spark is to be run: nothing is set for him.
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
    given = any(os.environ.get(name) for name in GIVEN)
    builder = SparkSession.builder.config(map=QUIET | ({} if given else OWN))
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
