"""Tables made at random, before they are written."""

from __future__ import annotations

import random
from typing import Any

from tools.standard.sorts import SORTS, Sort

HOMES = (
    *("csv", "csv", "csv", "parts", "gz", "zip", "text", "tsv"),  # delimited text
    *("json", "objects", "ndjson", "keyed", "inline", "inline objects", "xlsx"),
)
DELIMITED = ("csv", "parts", "gz", "zip", "text", "tsv")
BEYOND = -1  # a column that no field describes
WHOLE = Sort("integer", {}, (), ())
LONG = {"maxLength": 8, "minLength": 1, "pattern": r"[\p{L}\p{P} ]{1,8}"}


class Table:
    """A table before it is written: its fields, its rows as texts (None: missing), its home.

    `columns`: the numbers of the fields in the order of the file.
    """

    def __init__(self, dice: random.Random, name: str, targets: list[Table]) -> None:
        self.dice, self.name, self.home = dice, name, dice.choice(HOMES)
        count = dice.randint(3, 8)
        self.sorts = [WHOLE, WHOLE, *dice.sample(SORTS, dice.randint(2, 5))]
        self.fields: list[dict[str, Any]] = [{"name": "id", "type": "integer"}]
        self.fields.append({"name": "no", "type": "integer", "constraints": {}})
        self.rows: list[list[str | None]] = [[str(n + 1), str(n + 40)] for n in range(count)]
        for number, sort in enumerate(self.sorts[2:]):
            self.fields.append(self.field(f"f{number}", sort))
            required = self.fields[-1]["constraints"].get("required")
            for row in self.rows:
                row.append(dice.choice((*sort.right, *[None] * (not required))))
        self.schema: dict[str, Any] = {"primaryKey": ["id"], "fields": self.fields}
        if dice.random() < 0.5:
            self.fields[1]["constraints"]["unique"] = True
        else:
            self.schema["uniqueKeys"] = [["no"]]
        if targets and dice.random() < 0.7:
            self.refer(dice.choice(targets))
        self.dialect: dict[str, Any] = {}
        self.more: dict[str, Any] = {}
        self.natives: dict[tuple[int, int], Any] = {}  # cells with a value of JSON of their own
        self.longer: int | None = None  # a row with a cell too many
        if self.home in ("csv", "parts", "gz", "zip"):
            self.dialect, self.more = dialect(dice, self.texts())
            if self.home == "parts":  # rows are counted in each file
                self.dialect.pop("commentRows", None)
        self.columns = self.matched()
        self.by_path = {key for key in ("schema", "dialect") if dice.random() < 0.3}

    def texts(self) -> str:
        """All texts of the table."""
        return "".join(cell or "" for row in self.rows for cell in row)

    def field(self, name: str, sort: Sort) -> dict[str, Any]:
        """A field of a sort with some constraints that its right values keep."""
        dice, rules = self.dice, dict[str, Any]()
        if dice.random() < 0.3 and "missingValues" not in sort.more:
            rules["required"] = True
        if sort.low is not None and dice.random() < 0.6:
            rules["minimum"] = sort.low
        elif sort.low is not None and sort.below and dice.random() < 0.5:
            rules["exclusiveMinimum"] = sort.below
        if dice.random() < 0.2 and not {"categories", "missingValues"} & {*sort.more}:
            rules["enum"] = list(sort.right)
        if sort.type == "string" and not sort.more and dice.random() < 0.6:
            key = dice.choice([*LONG])
            rules[key] = LONG[key]
        if sort.type == "array" and dice.random() < 0.5:
            rules["jsonSchema"] = {"type": "array", "maxItems": 2}
        if sort.type in ("array", "object", "list") and dice.random() < 0.3:
            rules["maxLength"] = 2
        return {"name": name, "type": sort.type, **sort.more, "constraints": rules}

    def refer(self, target: Table) -> None:
        """Add a reference to another table."""
        self.fields.append({"name": "ref", "type": "integer"})
        self.sorts.append(WHOLE)
        for row in self.rows:
            row.append(self.dice.choice([r[0] for r in target.rows]))
        to = {"resource": target.name, "fields": ["id"]}
        self.schema["foreignKeys"] = [{"fields": ["ref"], "reference": to}]

    def matched(self) -> list[int]:
        """The columns as a way to match fields with them allows; that is put into the schema."""
        columns, dice = list(range(len(self.fields))), self.dice
        if self.dialect.get("header") is False or dice.random() < 0.5:
            return columns
        match = dice.choice(["exact", "equal", "subset", "superset", "partial"])
        self.schema["fieldsMatch"] = dice.choice([match, [match]])
        if match == "exact":
            return columns
        if match in ("superset", "partial"):
            optional = [n for n in columns[2:] if self.may_lack(n)]
            for at in dice.sample(optional, min(1, len(optional))):
                columns.remove(at)
        dice.shuffle(columns)
        return [*columns, BEYOND] if match in ("subset", "partial") else columns

    def may_lack(self, at: int) -> bool:
        """Whether a field need not be in the file."""
        field = self.fields[at]
        return field["name"] != "ref" and "required" not in field["constraints"]

    @property
    def match(self) -> str:
        """How fields and columns match."""
        match = self.schema.get("fieldsMatch", "exact")
        return match if isinstance(match, str) else match[0]

    def there(self, *constraints: str) -> list[int]:
        """The fields in the file with all of these constraints."""
        return [
            n
            for n in self.columns
            if n >= 0 and {*constraints} <= {*self.fields[n].get("constraints", {})}
        ]


def dialect(dice: random.Random, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A dialect of delimited text that can hold a text, and an encoding."""
    found: dict[str, Any] = {}
    if dice.random() < 0.5:
        found["delimiter"] = dice.choice([";", "|", "\t", "::"])
    for chance in ({"quoteChar": "'"}, {"skipInitialSpace": True}, {"commentChar": "#"}):
        found |= chance if dice.random() < 0.2 else {}
    head = [{"header": False}, {"headerRows": [1, 2], "headerJoin": ""}, {"headerRows": [2]}]
    found |= dice.choice(head) if dice.random() < 0.3 else {}
    found |= {"commentRows": [4]} if dice.random() < 0.1 else {}
    found |= {"nullSequence": "NULL"} if dice.random() < 0.2 else {}
    found |= {"lineTerminator": "@@"} if dice.random() < 0.1 else {}
    found |= {"caseSensitiveHeader": True, "csvddfVersion": 1.2} if dice.random() < 0.1 else {}
    if dice.random() < 0.2 and found.get("delimiter") != "::" and "lineTerminator" not in found:
        found |= {"doubleQuote": False, "escapeChar": "\\"}
    encoding = dice.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1251", "iso-8859-1"])
    try:
        text.encode(encoding)
    except UnicodeError:
        encoding = "utf-8"
    return found, {} if encoding == "utf-8" else {"encoding": encoding}
