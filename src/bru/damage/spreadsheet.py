"""What a spreadsheet leaves of a text, or would do with one."""

import re
from collections.abc import Iterator

from bru.damage import Reading
from bru.damage.booleans import SHOUTED, is_shouted
from bru.datapackage.expression import any_case
from bru.model.package import Field

CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u017f\u0401-\u042f_]"  # in every language of spreadsheets
ERRORS = (
    rf"#([¡¿]?{CAPITAL}{{2,}}(/0)?[!?]|{CAPITAL}/{CAPITAL}!?|N/DISP|NV|YOK|HIÁNYZIK|##+)"
    r"|Err:[0-9]{3}"
)
SCIENTIFIC = r"[+-]?[0-9]([.,][0-9]+)?E[+-][0-9]{2,3}"
SHORTENED = r"[+-]?[0-9]([.,][0-9]+)?E\+[0-9]{2,3}"
LONG = r"[+-]?[0-9]([.,][0-9]{1,5})?E\+(1[1-9]|20)"  # an ID of so many digits is cut short
SUSPICION = (
    rf"\A(?:{ERRORS}|{SCIENTIFIC}|{'|'.join(word for w in SHOUTED.values() for word in w)})\Z"
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS += " янв фев мар апр май мая июн июл авг сен окт ноя дек"
SHORT = any_case(f"{MONTHS} mrz mai okt dez".replace(" ", "|"))
MADE = rf"[0-9]{{1,2}}[-.](?:{SHORT})|(?:{SHORT})[-.][0-9]{{2}}"  # of SEPT1, of 10-20
CODE = r"[A-Z][A-Za-z]*-?[0-9][A-Z0-9-]*|[0-9]{1,3} ?[-–] ?[0-9]{1,3}"
NEUTRAL = "[A-Z]*"  # words that may be codes
FORMULA = r"\A[=+\-@\t\r]"  # and every text that is a formula begins so
SIGNED_NUMBER = r"[+-]\s?[.,]?[0-9]([\w\s.,;:%°€$/)–—-]|(?<=\s)\()*"
ZEROS = 10  # that a number may have lost


def left_of(value: str) -> str:
    """What in a spreadsheet a value is that is no text; "" if it is nothing of that kind."""
    if re.fullmatch(ERRORS, value):
        return "error value of a spreadsheet"
    if re.fullmatch(SHORTENED, value):
        return "number that a spreadsheet cut short"
    return "boolean of a spreadsheet" if is_shouted(value) else ""


def is_formula(value: str) -> bool:
    """Whether a spreadsheet takes a text for a formula; a number and a lone sign are none."""
    if not value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    return not re.fullmatch(f"[+-]+|{SIGNED_NUMBER}", value)


def readings(value: str, field: Field) -> Iterator[Reading]:
    """What a text of digits may be that a spreadsheet took for a number."""
    if "pattern" in field.constraints and re.fullmatch("[1-9][0-9]*", value):
        for zeros in range(1, min(ZEROS, len(value) + 1)):  # more are no loss but a guess
            yield Reading("lost leading zeros", "0" * zeros + value, proven=False)
