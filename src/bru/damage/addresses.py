"""Addresses of mail and of the web, with what people write around them."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from bru.damage import Reading

NAMED = r"[^<>@]*<([^<>\s]+@[^<>\s]+)>|(?i:mailto:)\s?(\S+)"
AT = r"\s?[(\[]\s?(?:at|ät|@|собака)\s?[)\]]\s?"


def readings(value: str, form: str) -> Iterator[Reading]:
    """What an address may have been: of mail, else of the web."""
    if form == "email":
        if found := re.fullmatch(NAMED, value):
            yield Reading("more than the address", found[1] or found[2], proven=False)
        yield Reading("at in words", re.sub(AT, "@", value), proven=False)
    else:
        encoded = re.sub("[^\\x00-\\x7f]+", lambda m: quote(m[0]), value)
        yield Reading("letters that an address encodes", encoded, proven=False)


def cause(value: str) -> str:
    """What is wrong with an address of which nothing is sure; "" if it is not known."""
    return "several addresses" if len(re.findall(r"\S@\S", value)) > 1 else ""
