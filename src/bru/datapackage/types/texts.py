"""Strings with their formats, booleans, and values of any type."""

import json
from typing import Any

from bru.datapackage.expression import any_of
from bru.datapackage.types import Kind
from bru.model.package import Field

# RFC 5322, 3.4.1: addr-spec, without comments and folding; RFC 6532, 3.2: letters of all scripts.
WIDE = r"\u00a1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\U0010ffff"
ATOM = rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~{WIDE}-]+"
QUOTED = r'"(?:[ \t!#-\[\]-~]|\\[ -~\t])*"'
DOMAIN = rf"(?:{ATOM}(?:\.{ATOM})*|\[[!-Z^-~]*\])"
EMAIL = rf"(?:{ATOM}(?:\.{ATOM})*|{QUOTED})@{DOMAIN}"
# RFC 3986, appendix A.
ESCAPED = "%[0-9A-Fa-f]{2}"
PCHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|{ESCAPED})"
SIX = r"\[(?:[0-9A-Fa-f:.]{2,45}|[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]"
# Written so that the next character always decides: whether a user or a port stands before "@" or
# behind ":" shows only later.
NAME = rf"(?:[A-Za-z0-9._~!$&'()*+,;=-]|{ESCAPED})*"
HOST = rf"(?:{SIX}|{NAME})(?::[0-9]*)?"
WORD = rf"(?:[A-Za-z._~!$&'()*+,;=:-]|{ESCAPED})(?:[A-Za-z0-9._~!$&'()*+,;=:-]|{ESCAPED})*"
SERVER = rf"(?:{SIX}(?::[0-9]*)?|{NAME}(?:@{HOST}|:[0-9]*(?:@{HOST}|{WORD}@{HOST})?)?)"
STEPS = rf"(?:/{PCHAR}*)*"
PATH = rf"(?:/(?:/{SERVER}{STEPS}|{PCHAR}+{STEPS})?|{PCHAR}+{STEPS})?"
REST = rf"(?:{PCHAR}|[/?])*"
URI = rf"[A-Za-z][A-Za-z0-9+.-]*:{PATH}(?:\?{REST})?(?:#{REST})?"
UUID = r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
BASE64 = r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
FORMATS = {"email": EMAIL, "uri": URI, "uuid": UUID, "binary": BASE64}
BOOLEANS = {
    "trueValues": ["true", "True", "TRUE", "1"],
    "falseValues": ["false", "False", "FALSE", "0"],
}


def booleans(field: Field, key: str) -> list[str]:
    """The words of a boolean field for true (`trueValues`) or false (`falseValues`)."""
    given = field.spec.get(key)
    return [str(v) for v in given] if isinstance(given, list) else BOOLEANS[key]


def _boolean(field: Field, text: str) -> bool:
    for value, key in ((True, "trueValues"), (False, "falseValues")):
        if text in booleans(field, key):
            return value
    raise ValueError(text)


def _write_boolean(field: Field, value: Any) -> str:
    if not isinstance(value, bool):
        raise ValueError(f"not a boolean: {value!r}")
    words = booleans(field, "trueValues" if value else "falseValues")
    return words[0] if words else json.dumps(value)


def _text(field: Field, text: str) -> str:
    return text


def of_format(field: Field) -> str | None:
    """An expression for the texts of the field's format, None where all texts are."""
    return FORMATS.get(field.format) if field.type == "string" else None


KINDS = {
    "string": Kind(_text, formats=frozenset({"default", *FORMATS}), is_sized=True),
    "any": Kind(
        _text,
        lambda _, value: json.dumps(value, ensure_ascii=False, default=str),
        formats=None,
    ),
    "boolean": Kind(
        _boolean,
        _write_boolean,
        spell=lambda _, value: "true" if value else "false",
        accept=lambda field: any_of([w for key in BOOLEANS for w in booleans(field, key)]),
    ),
}
