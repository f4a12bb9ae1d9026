"""Sorts of fields: a type with properties of its own, texts that are right and wrong."""

from __future__ import annotations

from typing import Any, NamedTuple

TOPOLOGY = '{"type": "Topology", "objects": {}, "arcs": []}'
POINT = '{"type": "Point", "coordinates": [27.5, 53.9]}'


class Sort(NamedTuple):
    """A field's type with properties of its own: right texts, wrong ones, bounds if it has any."""

    type: str
    more: dict[str, Any]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    low: Any = None  # a minimum that all right values keep
    below: str = ""  # a value of the type that does not


SORTS = (
    Sort("string", {}, ("apple", "é", "a b", "Минск", "x,y", 'say "so"'), ()),
    Sort("string", {"format": "email"}, ("a@b.example", "x.y@z.example"), ("a@", "a b@c.example")),
    Sort("string", {"format": "uri"}, ("https://a.example/b?c=d", "urn:x:y"), ("a.example", "/b")),
    Sort("string", {"format": "uuid"}, ("123e4567-e89b-12d3-a456-426614174000",), ("123e4567",)),
    Sort("string", {"format": "binary"}, ("aGVsbG8=", "AAAA"), ("aGVsbG8", "?")),
    Sort("integer", {}, ("1", "02", "+3", "40"), ("1.5", "one", "1 000"), 1, "-7"),
    Sort("integer", {"groupChar": ","}, ("1,000", "20", "3,000,000"), ("1,,0", "1.0"), 20, "19"),
    Sort("integer", {"bareNumber": False}, ("95%", "EUR 7", "12"), ("%", "1.5%"), 5, "4%"),
    Sort("number", {}, ("1.5", "2E3", "INF", ".5", "7."), ("1,5", "Infinity", "x"), 0, "-0.1"),
    Sort("number", {"decimalChar": ",", "groupChar": "."}, ("1.000,5", "2,5"), ("1,2,3",), 1, "0,9"),
    Sort("boolean", {}, ("true", "False", "1", "0"), ("yes", "t", "2")),
    Sort("boolean", {"trueValues": ["yes"], "falseValues": ["no"]}, ("yes", "no"), ("true", "Yes")),
    Sort("date", {}, ("2024-02-29", "1999-12-31"), ("2023-02-29", "31.12.1999"), "1990-01-01", "1989-12-31"),
    Sort("date", {"format": "%d/%m/%Y"}, ("29/02/2024", "31/12/1999"), ("2024-02-29",), "01/01/1990", "31/12/1989"),
    Sort("date", {"format": "any"}, ("2024-02-29", "10 Jan 1969"), ("someday",)),
    Sort("time", {}, ("15:00:00", "23:59:59"), ("25:00:00", "3 pm"), "12:00:00", "11:59:59"),
    Sort("datetime", {}, ("2024-01-26T15:00:00Z", "2024-01-26T16:00:00.5+02:00", "2024-12-31T24:00:00Z"), ("2024-01-26", "2024-13-01T00:00:00Z"), "2024-01-01T00:00:00Z", "2023-12-31T23:59:59Z"),
    Sort("year", {}, ("2024", "12024", "1999"), ("24", "02024"), 1990, "1989"),
    Sort("yearmonth", {}, ("2024-01", "1999-12"), ("2024-13", "2024-1"), "1990-01", "1989-12"),
    Sort("duration", {}, ("P1Y2M", "PT36H", "P10D"), ("P1W", "1Y"), "PT1H", "PT59M"),
    Sort("object", {}, ('{"a": 1}', "{}", '{"b": [1, null]}'), ("[1]", "{a: 1}")),
    Sort("array", {}, ("[1, 2]", "[]", '["a"]'), ("{}", "1, 2")),
    Sort("list", {"itemType": "integer"}, ("1,2", "7"), ("1,x", "1,,2")),
    Sort("list", {"delimiter": ";", "itemType": "date"}, ("2024-01-01;2024-01-02",), ("2024-01-01,",)),
    Sort("geopoint", {}, ("27.5, 53.9", "-180,90"), ("27.5", "181,0")),
    Sort("geopoint", {"format": "array"}, ("[27.5, 53.9]",), ("[1]", "27.5, 53.9")),
    Sort("geojson", {}, (POINT,), ('{"type": "Spot"}', "7")),
    Sort("any", {}, ("x", "1", "true"), ()),
    Sort("string", {"categories": ["low", "high"]}, ("low", "high"), ()),
    Sort("integer", {"categories": [{"value": 1, "label": "one"}, {"value": 2, "label": "two"}]}, ("1", "2"), ("one",)),
    Sort("integer", {"missingValues": ["-99", ""]}, ("5", "-99"), ("--99",)),
    Sort("time", {"format": "%H.%M"}, ("15.00", "23.59"), ("15:00", "24.00"), "12.00", "11.59"),
    Sort("time", {"format": "any"}, ("15:00", "4 pm"), ("25:00",)),
    Sort("datetime", {"format": "%Y/%m/%d %H:%M"}, ("2024/02/29 10:30",), ("2023/02/29 10:30", "2024-02-29"), "2024/01/01 00:00", "2023/12/31 23:59"),
    Sort("datetime", {"format": "any"}, ("2024-02-29 10:30", "29 Feb 2024 11:30"), ("never",)),
    Sort("date", {"format": "fmt:%d.%m.%Y"}, ("29.02.2024", "31.12.1999"), ("29.02.2023",)),
    Sort("geopoint", {"format": "object"}, ('{"lon": 27.5, "lat": 53.9}',), ('{"lon": 27.5}', "27.5, 53.9")),
    Sort("geojson", {"format": "topojson"}, (TOPOLOGY,), ('{"type": "Spot"}', "[]")),
    Sort("list", {}, ("a,b", "c"), ()),
    Sort("list", {"itemType": "boolean", "delimiter": "|"}, ("true|false", "1"), ("true|maybe",)),
    Sort("boolean", {"trueValues": ["1.0", "да"], "falseValues": ["0.0", "нет"]}, ("да", "0.0"), ("1", "true")),
    Sort("number", {"bareNumber": False, "groupChar": " "}, ("1 000.5 EUR", "$7"), ("EUR", "1.5.2"), 1, "0.5 EUR"),
)  # fmt: skip
NATIVE = ("integer", "number", "boolean", "object", "array", "geojson")  # with values of JSON
CODES = {"integer": "BRU111", "boolean": "BRU112", "number": "BRU113", "date": "BRU114"}
CODES |= {"datetime": "BRU115", "time": "BRU116", "year": "BRU117", "yearmonth": "BRU118"}
CODES |= {"object": "BRU119", "array": "BRU120", "list": "BRU121", "duration": "BRU122"}
CODES |= {"geopoint": "BRU123", "geojson": "BRU124", "string": "BRU110"}
