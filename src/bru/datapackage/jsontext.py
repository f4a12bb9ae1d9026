"""JSON text → value, as strictly as the standard has it, and within the limits.

A name that stands twice in one object is told: tools keep the first or the last, silently.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from bru.model import limits
from bru.model.classed import classed
from bru.model.problem import Steps
from bru.store import DESCRIPTOR, OutsideError, Store, StoreError

MARK, COLON = re.compile(r'["{}\[\]]'), re.compile(r"\s*:")
WHITE = re.compile(r"[ \t\n\r]*")
TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+'
# The next bracket that is in no text, "" at the end; nothing is looked at twice.
BRACKET = re.compile(rf'[^{{}}\[\]"]*+(?:{TEXT}[^{{}}\[\]"]*+)*+([{{}}\[\]]?)', re.DOTALL)
ODD = re.compile(rf"{TEXT}|(NaN|-?Infinity|\d{{4301,}})", re.DOTALL)
STEP = {"{": 1, "[": 1, "}": -1, "]": -1, "": 0}
HALF = re.compile("[\ud800-\udfff]")  # half of a character, which JSON can name and no text has
ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")  # how one may be named
TOLD = 100  # names that stand twice are told; of more it is said that there are more
HINT = "correct the JSON, or restore the last version of the file"


WORDS = {  # of Python, and ours
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting value": "a value is missing",
    "Expecting property name": "a name in double quotes is missing",
    "Unterminated string": "a text has no closing quote",
    "Invalid control character": "a text has no closing quote, or a control character",
    "Extra data": "something follows the end",
}


class JsonError(Exception):
    """The text is no JSON, or more than is read. `line` is 0 for the text as a whole."""

    def __init__(self, why: str, line: int = 0, hint: str = HINT) -> None:
        super().__init__(why)
        self.line, self.hint = line, hint


class Repeated(NamedTuple):
    """A name that stands in an object again, and the line of its second place."""

    name: str
    line: int


def read(data: bytes) -> tuple[Any, list[Repeated]]:
    """The value, and the names that stand twice in one object. Raises JsonError."""
    repeated = False

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated = repeated or len(found) < len(pairs)
        return found

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what, line = f"not UTF-8 text (byte {error.start})", data.count(b"\n", 0, error.start) + 1
        raise JsonError(what, line, "save it as UTF-8") from error
    if text.startswith("\ufeff"):
        raise JsonError(
            "a byte order mark stands before the JSON", 1, "save it as UTF-8 without it"
        )
    found = value(text, unique)
    return found, repetitions(text) if repeated else []


def value(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """The value of a JSON text. Raises JsonError."""

    def refuse(word: str) -> Any:
        raise JsonError(f"not JSON: {word} is not a number", odd_number(text))

    try:
        if line := too_deep(text):
            raise JsonError("nested too deeply", line)
        return json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
    except json.JSONDecodeError as error:
        at = error.pos  # a comma or colon is missing where the line before ends
        at = len(text[:at].rstrip()) if "delimiter" in error.msg else at
        column = at - text.rfind("\n", 0, at)
        what = next((own for words, own in WORDS.items() if error.msg.startswith(words)), error.msg)
        what = what if text[error.pos :].strip() or not text.strip() else "it ends too early"
        raise JsonError(f"not JSON: {what} (column {column})", line_of(text, at)) from error
    except ValueError as error:
        raise JsonError("a number has too many digits", odd_number(text)) from error


def line_of(text: str, at: int) -> int:
    """The line of a place in a text, from 1."""
    return text.count("\n", 0, at) + 1


def odd_number(text: str) -> int:
    """The line of the first number that JSON does not have, or that is too long to be read."""
    found = next((m for m in ODD.finditer(text) if m[1]), None)
    return line_of(text, found.start()) if found else 0


def object_in(data: bytes, name: str) -> dict[str, Any]:
    """The JSON object in a file of that name. Raises StoreError, which names file and line."""
    try:
        found = read(data)[0]
    except JsonError as error:
        place = f"{name}:{error.line}" if error.line else name
        raise StoreError(f"{place}: {error}") from error
    if not isinstance(found, dict):
        raise StoreError(f"{name}: not a JSON object")
    return found


def told(store: Store, name: str) -> str:
    """A property of the descriptor of a package as text, "" where it cannot be read."""
    try:
        return str(object_in(store.read(DESCRIPTOR), DESCRIPTOR).get(name, ""))
    except (OSError, OutsideError, StoreError):
        return ""


def elements(text: str, path: Sequence[str]) -> Iterator[tuple[int, Any]]:
    """The elements of the list at a path of names, each with the line it begins in.

    In a list, a name leads to the object that has it as its "name". Raises JsonError.
    """
    found, here = value(text), after(text, 0)
    for name in path:
        inside = members(text, here) if isinstance(found, list | dict) else ()
        place = next(((v, at) for key, v, at, _ in inside if _called(key, v) == name), None)
        if place is None:
            raise JsonError(f"there is no {name!a} with rows in it")
        found, here = place
    if not isinstance(found, list):
        raise JsonError('there is no list of rows: give its name as "property" of the dialect')
    line, counted = 1, 0
    for _, item, where, _ in members(text, here):
        line, counted = line + text.count("\n", counted, where), where
        yield line, item


def _called(key: str | int, found: Any) -> Any:
    """The name of a member: of an object in a list that in it."""
    return found.get("name") if isinstance(key, int) and isinstance(found, dict) else key


def after(text: str, at: int) -> int:
    """Where the next token begins."""
    found = WHITE.match(text, at)
    return found.end() if found else at


def members(text: str, at: int) -> Iterator[tuple[Any, Any, int, int]]:
    """The members of the object or list that begins here: name or number, value, begin and end."""
    decode, number = json.JSONDecoder().raw_decode, 0
    is_object, at = text[at] == "{", after(text, at + 1)
    while text[at] not in "}]":
        name: Any = number
        if is_object:
            name, at = decode(text, at)
            at = after(text, after(text, at) + 1)  # the colon
        found, end = decode(text, at)
        yield name, found, at, end
        at, number = after(text, end), number + 1
        at = after(text, at + 1) if text[at] == "," else at


def lines(data: bytes, places: Collection[Steps]) -> dict[Steps, int]:
    """The line of each place in a sound JSON text, or of what it would stand in; 0 for the whole.

    A place is told by the names and numbers that lead to it.
    """
    text, found = data.decode("utf-8"), dict[Steps, int]()

    def search(at: int, deep: int, those: Collection[Steps]) -> None:
        found.update(dict.fromkeys(those, at if deep else -1))
        inner = classed((steps[deep], steps) for steps in those if len(steps) > deep)
        for name, _, begin, _ in members(text, at) if inner and text[at] in "{[" else ():
            if name in inner:
                search(begin, deep + 1, inner[name])  # of a name that is there twice, the last

    search(after(text, 0), 0, places)
    line, counted = 1, 0
    for steps, at in sorted(found.items(), key=itemgetter(1)):
        line, counted = line + text.count("\n", counted, max(at, 0)), max(at, 0)
        found[steps] = line if at >= 0 else 0
    return found


def too_deep(text: str) -> int:
    """The line in which objects and lists go deeper than is read, 0 where they do not.

    Told by the text, before it is parsed: the parser's own limit depends on who calls it, and of
    a name that stands twice it forgets the first value.
    """
    depth = 0
    for mark in BRACKET.finditer(text):
        depth += STEP[mark[1]]
        if depth > limits.JSON_DEPTH:
            return line_of(text, mark.end())
    return 0


def repetitions(text: str) -> list[Repeated]:
    """The first TOLD names that stand twice in one object of a JSON text, once an object."""
    decode = json.JSONDecoder().raw_decode
    found: list[Repeated] = []
    names: list[dict[str, int]] = []  # of each object or list that is open
    at, line, counted = 0, 1, 0
    while (mark := MARK.search(text, at)) and len(found) < TOLD:
        at = mark.end()
        if mark[0] in "{[":
            names.append({})
        elif mark[0] in "}]":
            names.pop()
        else:
            name, at = decode(text, mark.start())
            if COLON.match(text, at):
                names[-1][name] = times = names[-1].get(name, 0) + 1
                if times == 2:
                    line, counted = line + text.count("\n", counted, at), at
                    found.append(Repeated(name, line))
    return found


def named(half: re.Match[str]) -> str:
    """Half of a character as JSON names it."""
    return json.dumps(half[0]).strip('"')


def written(value: Any) -> str:
    """A JSON value as text; a text is itself."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
