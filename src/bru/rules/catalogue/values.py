"""A value against its field: BRU1xx."""

from __future__ import annotations

from bru.check.rulebook import CELL, Entry
from bru.rules.kinds import absent_rule, defect_rule, required
from bru.rules.values import value_rule

TYPED = "Tools that load the column by its type fail, or read it as text without a word."
VALUES = (
    Entry(
        "BRU101",
        "Required value is missing",
        "The row cannot be used without it.",
        "Fill the cell; where nothing is known, leave the whole row out.",
        *absent_rule(required, "the value is missing", "fill in {name}"),
    ),
    Entry(
        "BRU102",
        "Value is not one of the listed values",
        "Consumers filter and count by these values; another spelling drops out silently.",
        "Use a listed value; a new one is added to the schema first, with its meaning.",
        *value_rule("enum"),
    ),
    Entry(
        "BRU103",
        "Value does not match the pattern",
        "IDs, codes and hashes are compared letter by letter.",
        "Write the value in the form the schema shows in its example.",
        *value_rule("pattern"),
    ),
    Entry(
        "BRU104",
        "Value is too short",
        "It cannot be what the field is for.",
        "Write the full value.",
        *value_rule("minLength"),
    ),
    Entry(
        "BRU105",
        "Value is too long",
        "It holds more than the field is for.",
        "Shorten it, or move the rest to a note.",
        *value_rule("maxLength"),
    ),
    Entry(
        "BRU106",
        "Value is below the minimum",
        "It cannot be right.",
        "Correct the value.",
        *value_rule("minimum"),
    ),
    Entry(
        "BRU107",
        "Value is above the maximum",
        "It cannot be right.",
        "Correct the value.",
        *value_rule("maximum"),
    ),
    Entry(
        "BRU108",
        "Value is not above the exclusive minimum",
        "It cannot be right.",
        "Correct the value.",
        *value_rule("exclusiveMinimum"),
    ),
    Entry(
        "BRU109",
        "Value is not below the exclusive maximum",
        "It cannot be right.",
        "Correct the value.",
        *value_rule("exclusiveMaximum"),
    ),
    Entry(
        "BRU110",
        "Text does not match its format",
        "Whoever follows it gets nowhere.",
        "Write it in full, an address with its scheme.",
        *value_rule("format"),
    ),
    Entry(
        "BRU111",
        "Value is not a whole number",
        TYPED,
        "Write digits only, without spaces, separators or a point.",
        *value_rule("integer"),
    ),
    Entry(
        "BRU112",
        "Value is not a boolean",
        TYPED,
        "Write the words the schema names, in the same case: true or false.",
        *value_rule("boolean"),
    ),
    Entry(
        "BRU113",
        "Value is not a number",
        TYPED,
        "Write digits with a decimal point and nothing else: 43.4, not 43,4 or 43.4 bn.",
        *value_rule("number"),
    ),
    Entry(
        "BRU114",
        "Value is not a date that exists",
        TYPED,
        "Write the date as the field's format says, by default 2023-05-12.",
        *value_rule("date"),
    ),
    Entry(
        "BRU115",
        "Value is not a datetime",
        TYPED,
        "Write 2023-05-12T17:37:00, or the field's own format.",
        *value_rule("datetime"),
    ),
    Entry(
        "BRU116",
        "Value is not a time of day",
        TYPED,
        "Write 17:37:00, or the field's own format.",
        *value_rule("time"),
    ),
    Entry(
        "BRU117",
        "Value is not a year",
        TYPED,
        "Write four digits.",
        *value_rule("year"),
    ),
    Entry(
        "BRU118",
        "Value is not a year and month",
        TYPED,
        "Write 2023-05.",
        *value_rule("yearmonth"),
    ),
    Entry(
        "BRU119",
        "Value is not a JSON object",
        TYPED,
        "Write an object in braces.",
        *value_rule("object"),
    ),
    Entry(
        "BRU120",
        "Value is not a JSON array",
        TYPED,
        "Write a list in brackets.",
        *value_rule("array"),
    ),
    Entry(
        "BRU121",
        "Value is not a valid list",
        TYPED,
        "Write the values with the field's delimiter between them, each of the type of the items.",
        *value_rule("list"),
    ),
    Entry(
        "BRU122",
        "Value is not a duration",
        TYPED,
        "Write P, then years, months and days, then T and hours, minutes and seconds: P1Y2M3DT4H.",
        *value_rule("duration"),
    ),
    Entry(
        "BRU123",
        "Value is not a geographic point",
        TYPED,
        "Write longitude, then latitude, in degrees: 27.57, 53.90.",
        *value_rule("geopoint"),
    ),
    Entry(
        "BRU124",
        "Value is not GeoJSON",
        TYPED,
        "Write an object as RFC 7946 has it, or a TopoJSON object where the format says so.",
        *value_rule("geojson"),
    ),
    Entry(
        "BRU125",
        "Value does not fit the JSON Schema",
        "Who reads the object by what the schema promises finds something else.",
        "Write the names and kinds of values that the jsonSchema of the field asks for.",
        *value_rule("jsonSchema"),
    ),
    Entry(
        "BRU126",
        "Value type differs from its field",
        "JSON and workbooks tell numbers from texts; who reads the column by its type fails.",
        "Write a value of the field's type: a text in quotes, a number without them.",
        *defect_rule("kind", "write a value of the type of its field"),
    ),
)
# What reads a cell without its form goes wrong by that.
ENTRIES = tuple(entry._replace(reach=CELL) for entry in VALUES)
