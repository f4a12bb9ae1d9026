"""Quotes around the whole of a value."""

import re

QUOTES = ('""', "“”", "„“", "„”", "«»", "»«", "‘’", "‚’", "‚‘", "''")
SUSPICION = r"""\A["“„«»‘‚'][\s\S]*["”“»«’‘']\Z"""


def unquoted(value: str) -> str:
    """A text without the quotes around the whole of it; itself if there are none."""
    if re.fullmatch('"".+""', value, re.DOTALL):
        return unquoted(value[1:-1])
    inner = value[1:-1].strip()
    for first, last in map(tuple, QUOTES):
        inside = inner.replace('""', "") if first == '"' else inner
        if value[:1] == first and value[1:].endswith(last) and not {first, last} & {*inside}:
            return unquoted(inner.replace('""', '"') if first == '"' else inner) if inner else value
    return value
