"""EDTF dates as a person says them: "first quarter of 2023", "since about 2022"."""

import re

MONTHS = "January February March April May June July August September October November December"
MONTH = dict(enumerate(MONTHS.split(), 1))
SEASONS = ("spring", "summer", "autumn", "winter") * 3
PARTS = (  # by code, 21 to 41
    *(f"{name} of" for name in SEASONS),
    *(f"{n} quarter of" for n in ("first", "second", "third", "fourth")),
    *(f"{n} third of" for n in ("first", "second", "last")),
    *("first half of", "second half of"),
)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE = re.compile(r"(-?[0-9X]{4,}|Y-?[0-9]+)(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?([?~%]?)")


def in_words(edtf: str) -> str:
    """A date or an interval in words; what is neither stays as it is."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return one(first)
    if last in ("", ".."):
        return f"since {one(first)}"
    if first in ("", ".."):
        return f"until {one(last)}"
    if first[:-2] == last[:-2] and DAY.fullmatch(last):
        return f"{int(first[-2:])}–{one(last)}"  # 8–14 May 2023
    if DAY.fullmatch(first) and DAY.fullmatch(last) and first[:4] == last[:4]:
        return f"{one(first)[:-5]} to {one(last)}"
    return f"{one(first)} to {one(last)}"


def one(date: str) -> str:
    """A single date."""
    match = DATE.fullmatch(date)
    if not match:
        return date
    year, month, day, sure = match.groups()
    if re.fullmatch(r"[0-9]{3}X", year) and not month:
        words = f"the {year[:3]}0s"
    elif "X" in date.removesuffix(sure):
        words = date
    elif not month:
        words = year
    elif 21 <= int(month) <= 41:
        words = f"{PARTS[int(month) - 21]} {year}"
    elif int(month) not in MONTH:
        words = date
    else:
        words = f"{f'{int(day)} ' if day else ''}{MONTH[int(month)]} {year}"
    about, unsure = "about " * (sure in ("~", "%")), " (uncertain)" * (sure in ("?", "%"))
    return f"{about}{words}{unsure}"
