"""Values and properties as text: the one standard form of each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from bru.datapackage.jsontext import written
from bru.store.base import is_device

ADDRESS = re.compile(r"(?:(?:https?|ftp)://|mailto:)[^\s\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)


def text(spec: Mapping[str, Any], key: str) -> str:
    """A property that is a text, "" for all else."""
    value = spec.get(key)
    return value if isinstance(value, str) else ""


def listed(spec: Mapping[str, Any], key: str, kind: type) -> list[Any]:
    """A property that is a list, what of it is of a kind."""
    value = spec.get(key)
    return [x for x in value if isinstance(x, kind)] if isinstance(value, list) else []


def plain(value: Any) -> str:
    """A value as text in its one standard form: numbers with all their digits, ISO 8601, JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else str(value).replace("Infinity", "INF")
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int) else written(value)


def filename(name: str) -> str:
    """A name as that of a file, on any system."""
    found = re.sub(r"[^\w.-]", "-", name).strip(".") or "table"
    return f"_{found}" if is_device(found) else found


def address(value: str) -> str:
    """An address that may become a link, "" for all else: a link may run a program."""
    return value if ADDRESS.fullmatch(value) else ""


def filled(told: dict[str, Any]) -> dict[str, Any]:
    """Only what there is something to say about."""
    return {key: value for key, value in told.items() if value}


def to_json(value: Any) -> bytes:
    """JSON in readable lines."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
