"""Email and web addresses, with what people write around them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

from bru.damage import Reading

NAMED = r"[^<>@]*<([^<>\s]+@[^<>\s]+)>|(?i:mailto:)\s?(\S+)"
HOST, LABEL = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)"), re.compile("[^.@:]+")
AT = r"\s?[(\[]\s?(?:at|ät|@|собака)\s?[)\]]\s?"


def readings(value: str, form: str) -> Iterator[Reading]:
    """What an address may have been: of mail, else of the web."""
    if form == "email":
        if found := re.fullmatch(NAMED, value):
            yield Reading("more than the address", found[1] or found[2], proven=False)
        yield Reading("at in words", re.sub(AT, "@", value), proven=False)
    else:
        yield Reading("letters that an address encodes", encoded(value), proven=False)


def encoded(value: str) -> str:
    """An address in ASCII: its host as the names of domains are, the rest in percent signs."""
    if host := HOST.match(value):
        before, behind = value[: host.start(1)], value[host.end(1) :]
        value = before + LABEL.sub(lambda m: domain(m[0]), host[1]) + behind
    return re.sub("[^\\x00-\\x7f]+", lambda m: quote(m[0]), value)


def domain(label: str) -> str:
    """A part of the name of a domain as it is looked up; itself where it is none."""
    with suppress(UnicodeError):
        return label.encode("idna").decode()
    return label


def cause(value: str) -> str:
    """What is wrong with an address of which nothing is sure; "" if it is not known."""
    return "several addresses" if len(re.findall(r"\S@\S", value)) > 1 else ""
