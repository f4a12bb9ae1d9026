"""Random changes of bytes: operators, each of which spoils a file as the dice say."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

# What has a meaning to some reader: CSV, JSON, schemas, paths, terminals, build machines, pages.
TEXTS = r"""
' " , ; \t \n \r \r\n \n\n\n "" "," \0 { } [ ] : null true -1 0 1e9999 NaN -Infinity {} [] .. ../
/etc/passwd C:\\x http://x/ %2e%2e/ (a+)+$ (x+x+)+y [a-z .*.*.*= (?i) \\1 ::error::x ##[error]x
##vso[x]y \x1b[31m \x1b]8;;x\x07 \x9b31m <script> </style> ]]> &lt; ]( {0} %0A =1+1 @x #REF! \u202e
\u0430 e\u0301 \ufeff \u2028 \U0001f600 2023-99-99 0000 XXXX-13-XX 2023/2012 -0 + 1,000 1.2.3
99999999999999999999 "\\ud800" \\u0000 "type":"integer", "type":"array", "type":[], "path":1,
"format":"%d%d", "pattern":"(a+)+$", "encoding":"utf-16", "encoding":"utf-7", "encoding":"idna",
"name":"claims", "fields":[], "fields":{}, "constraints":1, "enum":[{}], "minimum":{},
"missingValues":1, "primaryKey":[[]], "foreignKeys":[1], "fieldsMatch":[], "delimiter":"",
"quoteChar":",", "rdfType":[], "trueValues":[[]], "groupChar":"1", "decimalChar":"",
"bru":{"packs":["canonical",7,"no"]},
"""
TOKENS = [
    *(t.encode("ascii").decode("unicode_escape").encode("utf-8") for t in TEXTS.split()),
    *(b"9" * 400, b"1" * 5000, b"1e-99999999999999999999", b"a" * 5000, b"a b. " * 500),
    *(b"[" * 200, b'{"a":' * 200, b"\xff", b"\xd0", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xff\xfe"),
    *(b"PK\x03\x04", bytes(range(256)), b"\x80" * 99, b" ", b"  "),
]
WORDS = [  # odd, and yet texts
    *(
        "<script>alert(1)</script>",
        "</style>",
        "&amp;",
        "a & b < c",
        "](javascript:x)",
        "`x`",
        "{0}",
    ),
    *("|", "\\", "$x$ _y_ ^z^", "%s %(x)s", "::error::x", "x\ny", "\u00a0", "\u200d", "\U0001f600"),
    *(
        "\u0648",
        "\u4e2d" * 300,
        "a" * 3000,
        "e\u0301",
        "\u2028",
        "{{ x }}",
        "{% x %}",
        "'",
        '"',
        "",
    ),
]
Operator = Callable[[bytearray, int, int, random.Random], None]
MARKS = b',:\n"'


def place(data: bytes | bytearray, dice: random.Random) -> tuple[int, int]:
    """A stretch of bytes: mostly short, sometimes lines long."""
    at = dice.randint(0, len(data))
    return at, min(len(data), at + dice.choice((1, 1, 1, 2, 5, 50, 1000)))


def flip(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """One bit of each byte the other way."""
    for i in range(at, end):
        data[i] ^= 1 << dice.randrange(8)


def replace(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Other bytes in their place."""
    data[at:end] = dice.randbytes(end - at)


def insert(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes between them."""
    data[at:at] = dice.randbytes(end - at)


def delete(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes left out."""
    del data[at:end]


def duplicate(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes twice, or many times."""
    data[at:at] = data[at:end] * dice.choice((1, 1, 1, 30))


def swap(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes and as many that stand elsewhere, each in the place of the other."""
    other = dice.randint(0, len(data) - (end - at))
    first, second = bytes(data[at:end]), bytes(data[other : other + end - at])
    data[at:end] = second
    data[other : other + end - at] = first


def truncate(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Nothing behind a place, or nothing before it."""
    if dice.random() < 0.7:
        del data[at:]
    else:
        del data[:at]


def splice(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Something that has a meaning, between bytes or in their place."""
    data[at : end if dice.random() < 0.3 else at] = dice.choice(TOKENS)


def cell(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Something that has a meaning, in the place of what stands between two marks."""
    while at > 0 and data[at - 1] not in MARKS:
        at -= 1
    end = at
    while end < len(data) and data[end] not in MARKS:
        end += 1
    data[at:end] = dice.choice(TOKENS)


VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, "", "x", "..", "\x1b[31m", "a" * 5000, "javascript:alert(1)"),
    *([], {}, [None], [[]], [{}], {"x": None}, ["x", "x"], {"name": "t"}, {"": 1}, "\ud800"),
)


def node(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Another value in the place of one of a JSON file, or none; another key; two values swapped."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return cell(data, at, end, dice)
    places = [*_places(whole)]
    if not places:
        return None
    holder, key = dice.choice(places)
    match dice.randrange(5):
        case 0:
            del holder[key]
        case 1:
            other, there = dice.choice(places)
            holder[key] = copy.deepcopy(other[there])
        case 2 if isinstance(holder, dict):
            holder[dice.choice([str(k) for h, k in places if h is not holder] or ["x"])] = (
                holder.pop(key)
            )
        case _:
            holder[key] = copy.deepcopy(dice.choice(VALUES))
    data[:] = json.dumps(whole, indent=1).encode()
    return None


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in a JSON value: the list or object it is in, and its place there."""
    if not isinstance(value, dict | list):
        return
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inside:
        yield value, key
        if isinstance(part, dict | list):
            yield from _places(part)


OPERATORS: dict[str, Operator] = {
    f.__name__: f
    for f in (flip, replace, insert, delete, duplicate, swap, truncate, splice, cell, node)
}
WEIGHTS = (1, 1, 1, 1, 1, 1, 1, 3, 3, 1)  # what has a meaning leads further in than noise


def words(data: bytes, path: str, dice: random.Random) -> bytes:
    """A file with something odd among the words of a title, a description or a cell of text."""
    odd = dice.choice(WORDS).encode("utf-8")
    if path.endswith(".json"):
        places = [*re.finditer(rb'"(?:title|description|unit|email)": "([^"\\]*)', data)]
        odd = json.dumps(odd.decode())[1:-1].encode()
    else:  # two words of letters in one cell: where there are two there may be three
        places = [*re.finditer(rb"[a-z]{3,} (?=[a-z]{3,})()", data)]
        odd = odd.replace(b'"', b"'").replace(b",", b";").replace(b"\n", b" ") + b" "
    if not places:
        return data
    at = dice.choice(places).end(1)
    return data[:at] + odd + data[at:]


def spoil(files: Mapping[str, bytes], dice: random.Random) -> tuple[dict[str, bytes], list[str]]:
    """One to three of the files, with one to four changes each, and the operators used.

    A twentieth of the changes bring a stretch of another file with them (`graft`). A third of the
    packages are changed in words for people only, so that they mostly stay valid (`words`).
    """
    result, used = dict(files), list[str]()
    if dice.random() < 0.33:
        path = dice.choice([p for p in files if p.endswith((".csv", ".json"))] or [*files])
        return {**result, path: words(files[path], path, dice)}, ["words"]
    folders = sorted({path.rpartition("/")[0] for path in files})
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        folder = dice.choice(folders)
        path = dice.choice([p for p in files if p.rpartition("/")[0] == folder])
        data = bytearray(result[path])
        for _ in range(dice.randint(1, 4)):
            name = dice.choices(list(OPERATORS), WEIGHTS)[0]
            if path.endswith(".json"):
                name = dice.choice((name, "node"))
            OPERATORS[name](data, *place(data, dice), dice)
            used.append(name)
            if dice.random() < 0.05:
                other, at = files[dice.choice(list(files))], dice.randint(0, len(data))
                low, high = place(other, dice)
                data[at:at] = other[low:high]
                used.append("graft")
        result[path] = bytes(data)
    return result, used
