"""What names stand for: IDs by name, by another name, by the text that labels a row."""

from collections.abc import Sequence

from bru.datapackage.suggest import did_you_mean
from bru.editing import find
from bru.editing.new import NewError, records
from bru.editing.new_id import Cells, key, named
from bru.model.package import Package, Resource
from bru.store import Store

HINTS = 20  # unknown names for which likely ones are looked for


def folded(name: str) -> str:
    """A name as it is compared: in Latin letters, without an article."""
    return find.fold(name).removeprefix("the ")


class Known:
    """The IDs that names stand for, in the package and in the sheet."""

    def __init__(self, store: Store, name: str, package: Package) -> None:
        self.store, self.name, self.package = store, name, package
        self.tables: dict[str, Sequence[Cells]] = {}
        self.there: dict[str, set[str]] = {}
        self.names: dict[tuple[str, str], dict[str, None]] = {}  # by table and folded name
        self.others: dict[tuple[str, str], dict[str, None]] = {}  # by another name
        self.retired: dict[tuple[str, str], str] = {}
        self.asked = 0
        if package.has(retired_ids="table old_id new_id"):
            for row in self.rows("retired_ids"):
                self.retired[row["table"], row["old_id"]] = row["new_id"]
        for one, kind in find.names(store, package):
            names = self.others if kind is None else self.names
            if not one.is_office:
                names.setdefault((one.table, folded(one.text)), {})[one.id] = None

    def rows(self, table: str) -> Sequence[Cells]:
        """The rows of a table."""
        if table not in self.tables:
            self.tables[table] = records(self.store, self.package.resource(table))
        return self.tables[table]

    def look(self, table: str) -> None:
        """Know the IDs and labels of a table."""
        resource = self.package.resource(table)
        own, self.there[table] = key(resource), set()
        for row in self.rows(table) if own else ():
            self.learn(resource, row)

    def learn(self, resource: Resource, row: Cells) -> None:
        """Add a row, such as one that is new."""
        if resource.name not in self.there:
            self.look(resource.name)
        own, label = resource.schema.primary_key[0], resource.schema.label
        self.there[resource.name].add(row[own])
        if text := folded(row.get(label, "")):
            self.names.setdefault((resource.name, text), {})[row[own]] = None

    def ids(self, table: str, value: str) -> Sequence[str]:
        """The IDs that an ID or a name stands for."""
        if table not in self.there:
            self.look(table)
        if value in self.there[table]:
            return [value]
        name = table, folded(value)
        return [*(self.names.get(name) or self.others.get(name) or ())]

    def why(self, table: str, value: str, found: Sequence[str]) -> str:
        """Why a name stands for nothing, or for several things."""
        if found:
            return f'"{value}" may be {" or ".join(found)}: give the ID'
        self.asked += 1
        near = []
        if self.asked <= HINTS:
            near = [m for m in find.find(self.store, self.name, value) if m.table == table][:3]
        told = f"; did you mean {', '.join(f'{m.id} ({m.name})' for m in near)}?" if near else ""
        if not near and self.asked <= HINTS:
            told = did_you_mean(value, sorted(self.there[table]))
        return f'there is no "{value}" in {table}{told}'

    def one(self, table: str, value: str) -> str:
        """The one ID that an ID or a name stands for. Raises NewError."""
        found = self.ids(table, value)
        if len(found) != 1:
            raise NewError(self.why(table, value, found))
        return found[0]

    def taken(self, resource: Resource, identifier: str) -> str:
        """Why a new row cannot have an ID, "" where it can."""
        if [identifier] == self.ids(resource.name, identifier):
            own = resource.schema.primary_key[0]
            rows = (row for row in self.rows(resource.name) if row[own] == identifier)
            if (row := next(rows, None)) is None:
                return f"{identifier} is already the ID of another row of the sheet"
            return f"{identifier} is already in {resource.path}: {named(resource, row)}"
        if (to := self.retired.get((resource.name, identifier))) is None:
            return ""
        now = f" (now {to})" if to else ""
        return f"{identifier} was once published{now}: an ID is never used again"
