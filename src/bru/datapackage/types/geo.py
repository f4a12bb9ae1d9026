"""Places: points, GeoJSON (RFC 7946) and TopoJSON."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from bru.datapackage.types import Kind, numbers
from bru.datapackage.types.collections import json_value, spell_json, write_json
from bru.model.package import Field

NUMBER = re.compile(numbers.NUMBER)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _point(field: Field, text: str) -> tuple[Decimal, Decimal]:
    """Longitude and latitude."""
    if field.format == "default":
        pair: list[Any] = [part.strip() for part in text.split(",")]
        if len(pair) != 2 or not all(NUMBER.fullmatch(part) for part in pair):
            raise ValueError(text)
    else:
        value = json_value(text)
        if field.format == "object" and isinstance(value, dict) and set(value) == {"lon", "lat"}:
            value = [value["lon"], value["lat"]]
        elif field.format == "object":
            raise ValueError(text)
        if not (isinstance(value, list) and len(value) == 2 and all(map(_number, value))):
            raise ValueError(text)
        pair = value
    lon, lat = (Decimal(str(part)) for part in pair)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(text)
    return lon, lat


def _write_point(field: Field, value: Any) -> str:
    if field.format == "default":
        raise ValueError(f"not a text: {value!r}")
    return str(write_json(list if field.format == "array" else dict)(field, value))


def position(value: Any) -> bool:
    """Longitude, latitude and what else there may be."""
    return isinstance(value, list) and len(value) >= 2 and all(map(_number, value))


def several(one: Callable[[Any], bool], least: int = 0) -> Callable[[Any], bool]:
    """A list of such values, at least so many."""
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(one, value))


def ring(value: Any) -> bool:
    """A closed line."""
    return several(position, 4)(value) and value[0] == value[-1]


line = several(position, 2)
polygon = several(ring)
SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "Point": lambda v: v == [] or position(v),
    "MultiPoint": several(position),
    "LineString": lambda v: v == [] or line(v),
    "MultiLineString": several(line),
    "Polygon": polygon,
    "MultiPolygon": several(polygon),
}
arc = several(lambda v: isinstance(v, int) and not isinstance(v, bool))
ARCS: Mapping[str, Callable[[Any], bool]] = {
    "LineString": arc,
    "MultiLineString": several(arc),
    "Polygon": several(arc),
    "MultiPolygon": several(several(arc)),
}


def has_box(value: Mapping[str, Any]) -> bool:
    """Whether `bbox`, if it is there, is a list of 2n numbers."""
    box = value.get("bbox", [0, 0, 0, 0])
    return several(_number, 4)(box) and len(box) % 2 == 0


def geometry(value: Any) -> bool:
    """A geometry of GeoJSON."""
    if not isinstance(value, dict) or not has_box(value):
        return False
    if (name := value.get("type")) == "GeometryCollection":
        return several(geometry)(value.get("geometries"))
    return isinstance(name, str) and name in SHAPES and SHAPES[name](value.get("coordinates"))


def feature(value: Any) -> bool:
    """A feature of GeoJSON."""
    if not (isinstance(value, dict) and value.get("type") == "Feature" and has_box(value)):
        return False
    if not {"geometry", "properties"} <= value.keys():
        return False
    if isinstance(value.get("id", ""), bool | list | dict | None):
        return False
    place, about = value["geometry"], value["properties"]
    return (place is None or geometry(place)) and (about is None or isinstance(about, dict))


def geojson(value: Any) -> bool:
    """A GeoJSON object."""
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        return has_box(value) and several(feature)(value.get("features"))
    return feature(value) or geometry(value)


def topology_part(value: Any) -> bool:
    """A geometry of TopoJSON, whose lines are numbers of arcs."""
    if not isinstance(value, dict):
        return False
    name = value.get("type")
    if name == "GeometryCollection":
        return several(topology_part)(value.get("geometries"))
    if name in ("Point", "MultiPoint"):
        return SHAPES[name](value.get("coordinates"))
    return name is None or (
        isinstance(name, str) and name in ARCS and ARCS[name](value.get("arcs"))
    )


def topojson(value: Any) -> bool:
    """A TopoJSON object: a topology, or one of its geometries."""
    if not (isinstance(value, dict) and has_box(value)):
        return False
    if value.get("type") != "Topology":
        return value.get("type") is not None and topology_part(value)
    objects = value.get("objects")
    if not isinstance(objects, dict) or not all(map(topology_part, objects.values())):
        return False
    return several(several(position, 2))(value.get("arcs"))


def _geojson(field: Field, text: str) -> dict[str, Any]:
    value = json_value(text)
    if not (topojson if field.format == "topojson" else geojson)(value):
        raise ValueError(text)
    found: dict[str, Any] = value
    return found


KINDS = {
    "geopoint": Kind(
        _point,
        _write_point,
        lambda field, value: ", ".join(numbers.spell(field, part) for part in value),
        python=lambda _, text: text,
        formats=frozenset({"default", "array", "object"}),
    ),
    "geojson": Kind(
        _geojson, write_json(dict), spell_json, formats=frozenset({"default", "topojson"})
    ),
}
