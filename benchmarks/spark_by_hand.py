"""Types, constraints, keys and references of a package, written for Spark by hand.

    MASTER='local[2]' python -m benchmarks.spark_by_hand DIR

Each table is read as texts; a filter finds rows in which a condition fails, an aggregation keys
that are there twice, an anti join references that lead nowhere.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

NUMBER = r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
FORMS = {"integer": "^[+-]?[0-9]+$", "number": NUMBER, "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def read(folder: str, name: str) -> Any:
    """What a JSON file says."""
    return json.loads(Path(folder, name).read_text(encoding="utf-8"))


def failing(field: dict[str, Any]) -> Iterator[Any]:
    """The conditions that a field breaks, as expressions."""
    cell, limits = f.col(field["name"]), field.get("constraints", {})
    if limits.get("required"):
        yield cell.isNull()
    if form := FORMS.get(field["type"]):
        yield cell.isNotNull() & ~cell.rlike(form)
    if field["type"] == "date":
        yield cell.isNotNull() & f.try_to_timestamp(cell, f.lit("yyyy-MM-dd")).isNull()
    if "pattern" in limits:
        yield ~cell.rlike(f"^(?:{limits['pattern']})$")
    if "enum" in limits:
        yield ~cell.isin(limits["enum"])
    if "minLength" in limits:
        yield f.length(cell) < limits["minLength"]
    if "maxLength" in limits:
        yield f.length(cell) > limits["maxLength"]
    if "minimum" in limits:
        yield f.expr(f"try_cast(`{field['name']}` as double)") < limits["minimum"]


def main(folder: str) -> None:
    """Print how many problems each table has."""
    spark = SparkSession.builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    resources = read(folder, "datapackage.json")["resources"]
    for resource in resources:
        if isinstance(resource["schema"], str):
            resource["schema"] = read(folder, resource["schema"])
    tables: dict[str, Any] = {}
    for resource in resources:
        types = ", ".join(f"`{field['name']}` string" for field in resource["schema"]["fields"])
        path = str(Path(folder, resource["path"]))
        tables[resource["name"]] = spark.read.csv(path, types, header=True, escape='"')
    for resource in resources:
        schema, table = resource["schema"], tables[resource["name"]]
        flags = [
            f.coalesce(flag, f.lit(False)) for one in schema["fields"] for flag in failing(one)
        ]
        (key,) = schema["primaryKey"]
        rows = table.select(key, f.array(*flags).alias("flags"))
        bad = rows.where("exists(flags, flag -> flag)").collect()
        count = sum(map(sum, (row.flags for row in bad)))
        count += table.groupBy(key).count().where("count > 1").count()
        for reference in schema.get("foreignKeys", []):
            own, target = reference["fields"][0], reference["reference"]
            known = tables[target["resource"]].select(f.col(target["fields"][0]).alias("known"))
            left = table.where(f.col(own).isNotNull())
            count += left.join(known, f.col(own) == f.col("known"), "left_anti").count()
        print(resource["name"], count, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
