"""Dates: what is accepted, what it can mean, and what a person is told about the rest."""

import calendar
import math
import re
import warnings
from collections.abc import Callable
from datetime import date
from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bru.datapackage import edtf

BOUNDS = """
2023            2023-01-01 2023-12-31
2023-05         2023-05-01 2023-05-31
2023-02         2023-02-01 2023-02-28
2024-02         2024-02-01 2024-02-29
1900-02         1900-02-01 1900-02-28
2000-02-29      2000-02-29 2000-02-29
2023-05-12      2023-05-12 2023-05-12
0000            0000-01-01 0000-12-31
-0001           -0001-01-01 -0001-12-31
-0004-02        -0004-02-01 -0004-02-29
Y170000002      170000002-01-01 170000002-12-31
Y-170000002?    -170000002-01-01 -170000002-12-31
2022-21         2022-03-01 2022-05-31
2022-22         2022-06-01 2022-08-31
2022-23         2022-09-01 2022-11-30
2022-24         2022-12-01 2023-02-28
2023-24         2023-12-01 2024-02-29
2022-25         2022-03-01 2022-05-31
2022-28         2022-12-01 2023-02-28
2022-29         2022-09-01 2022-11-30
2022-30         2022-12-01 2023-02-28
2022-31         2022-03-01 2022-05-31
2022-32         2022-06-01 2022-08-31
2022-33         2022-01-01 2022-03-31
2022-34         2022-04-01 2022-06-30
2022-35         2022-07-01 2022-09-30
2022-36         2022-10-01 2022-12-31
2022-37         2022-01-01 2022-04-30
2022-38         2022-05-01 2022-08-31
2022-39         2022-09-01 2022-12-31
2022-40         2022-01-01 2022-06-30
2022-41         2022-07-01 2022-12-31
202X            2020-01-01 2029-12-31
20XX            2000-01-01 2099-12-31
2X2X            2020-01-01 2929-12-31
-19XX           -1999-01-01 -1900-12-31
-000X           -0009-01-01 -0001-12-31
2023-XX         2023-01-01 2023-12-31
2023-1X         2023-10-01 2023-12-31
2023-X2         2023-02-01 2023-12-31
2023-02-XX      2023-02-01 2023-02-28
2023-02-1X      2023-02-10 2023-02-19
2023-02-X9      2023-02-09 2023-02-19
2024-02-X9      2024-02-09 2024-02-29
2023-XX-XX      2023-01-01 2023-12-31
2023-XX-31      2023-01-31 2023-12-31
2023-0X-31      2023-01-31 2023-08-31
XXXX-10-23      0000-10-23 9999-10-23
XXXX-02-29      0000-02-29 9996-02-29
202X-02-29      2020-02-29 2028-02-29
-XXXX-02-29     -9996-02-29 -0004-02-29
19X0-02-29      1920-02-29 1980-02-29
202X-33         2020-01-01 2029-03-31
202X-24         2020-12-01 2030-02-28
9999-24         9999-12-01 10000-02-29
2012/2015       2012-01-01 2015-12-31
2012-05/2012    2012-05-01 2012-12-31
2012/2012-05    2012-01-01 2012-05-31
2012/2012       2012-01-01 2012-12-31
2022-33/2022-34 2022-01-01 2022-06-30
201X/2012       2010-01-01 2012-12-31
2015-06/201X    2015-06-01 2019-12-31
-0005/0003      -0005-01-01 0003-12-31
2012-05-12/..   2012-05-12 -
2012-05-12/     2012-05-12 -
../2012-05      - 2012-05-31
/2012-05        - 2012-05-31
2022~           2022-01-01 2022-12-31
2022-05-12%     2022-05-12 2022-05-12
2022-33~        2022-01-01 2022-03-31
202X?           2020-01-01 2029-12-31
2012?/2015-03~  2012-01-01 2015-03-31
"""

REFUSED = """
2023-13            there is no month 13; expected 01 to 12
2023-00            there is no month 00
2023-20            there is no month 20
2023-42            there is no month 42
2023-2X            there is no month 2X
2023-02-30         is not a day that exists; expected a day from 01 to 28
2024-02-30         expected a day from 01 to 29
2023-04-31         expected a day from 01 to 30
2023-05-00         is not a day that exists
2023-05-32         expected a day from 01 to 31
1900-02-29         expected a day from 01 to 28
XX01-02-29         expected a day from 01 to 28
XXXX-02-3X         expected a day from 01 to 29
2023-02-3X         expected a day from 01 to 28
2022-33-01         33 is a part of a year; expected no day after it
-0000              there is no year -0000; expected 0000 (1 BC) or -0001 (2 BC)
-0000-05           there is no year -0000
/                  has neither start nor end; expected a date on one side or both
../..              has neither start nor end
/..                has neither start nor end
..                 is not an EDTF date; expected YYYY, YYYY-MM, YYYY-MM-DD or start/end
2012/2013/2014     has more than one slash
12/05/2023         has more than one slash
2011/12            '12' is not an EDTF date
[2020,2021]        looks like a set of dates, which the tables do not hold
{2020..2022}       looks like a set of dates
2022?-05           has a qualifier (? ~ %) that is not the one last character of a date
?2022              has a qualifier
2022~~             has a qualifier
Y202               has the prefix Y, which is for years of more than four digits
Y017000            is not an EDTF date
1950S2             is not an EDTF date
Y17E7              is not an EDTF date
202                is not an EDTF date
2023-W05           is not an EDTF date
12.05.23           is not an EDTF date
+2023              is not an EDTF date
2023-05-12/13      '13' is not an EDTF date
winter 2022        is not an EDTF date
\u0662\u0660\u0662\u0663  holds a character outside ASCII
\uff12\uff10\uff12\uff13  holds a character outside ASCII
"""

REVERSED = [
    "2015/2012",
    "2012-05/2012-04",
    "2023-05-12/2023-05-11",
    "2022-34/2022-33",
    "2020/201X",
    "2015~/2012?",
    "0001/-0001",
    "Y10000/9999",
]

CURED = """
12.05.2023               2023-05-12
1. 2. 2023               2023-02-01
2023/05/12               2023-05-12
2023.05.12               2023-05-12
20230512                 2023-05-12
2023-5-1                 2023-05-01
2023-5                   2023-05
2023/05                  2023-05
05/2023                  2023-05
1/2023                   2023-01
10.2023                  2023-10
2012/01                  2012-01
2013/10                  2013-10
2012-05 - 2013-06        2012-05/2013-06
Oct 2022                 2022-10
05.2023                  2023-05
13/05/2023               2023-05-13
05/13/2023               2023-05-13
May 2023                 2023-05
Sept. 2023               2023-09
12 May 2023              2023-05-12
12th May 2023            2023-05-12
May 12, 2023             2023-05-12
2023-Q1                  2023-33
2023Q4                   2023-36
Q2 2023                  2023-34
H2 2023                  2023-41
spring 2022              2022-21
2020s                    202X
the 1990's               199X
202x                     202X
202\u0425                202X
c. 2022                  2022~
about 2022               2022~
since 2015               2015/..
2022?~                   2022%
2022~?                   2022%
Y2022                    2022
2012-2015                2012/2015
2012\u20132015           2012/2015
2012 \u2014 2015         2012/2015
May 2012 to June 2013    2012-05/2013-06
12.05.2023/13.05.2023    2023-05-12/2023-05-13
May 2012/..              2012-05/..
2023-05-12T10:00:00Z     2023-05-12
2023-05-12 10:00         2023-05-12
2012\u221205\u201012  2012-05-12
"""


def rows(table: str, gap: str = " {2,}") -> list[list[str]]:
    return [re.split(gap, line) for line in table.strip().splitlines()]


def day(text: str) -> edtf.Day | None:
    if text == "-":
        return None
    year, month, last = text.rsplit("-", 2)
    return int(year), int(month), int(last)


@pytest.mark.parametrize(("text", "start", "end"), rows(BOUNDS, " +"))
def test_bounds(text: str, start: str, end: str) -> None:
    found = edtf.parse(text)
    assert (found.text, found.start, found.end) == (text, day(start), day(end))
    assert found.interval == ("/" in text)
    assert edtf.cure(text) == text


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2022", False, False),
        ("2022?", True, False),
        ("2022~", False, True),
        ("2022%", True, True),
        ("2022/2023?", True, False),
        ("2022~/2023?", True, True),
        ("../2023~", False, True),
    ],
)
def test_qualifiers(text: str, uncertain: bool, approximate: bool) -> None:
    found = edtf.parse(text)
    assert (found.uncertain, found.approximate) == (uncertain, approximate)


@pytest.mark.parametrize(("text", "message"), [*rows(REFUSED), ("", "is empty"), (" ", "white")])
def test_refused_without_cure(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        edtf.parse(text)
    assert type(caught.value) is ValueError
    assert "; write" not in str(caught.value)


@pytest.mark.parametrize("text", REVERSED)
def test_reversed(text: str) -> None:
    with pytest.raises(edtf.ReversedInterval, match="ends before it starts; expected the"):
        edtf.parse(text)


@pytest.mark.parametrize(
    ("text", "cured"), [*rows(CURED), (" 2023", "2023"), ("2023\n", "2023"), ("2023\xa0", "2023")]
)
def test_cured(text: str, cured: str) -> None:
    with pytest.raises(ValueError, match=f"; write {re.escape(cured)}$"):
        edtf.parse(text)
    assert edtf.cure(text) == cured


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-05-12T10:00:00", "holds a time of day, and the tables hold dates only"),
        ("2023-05-12 10:00", "holds a time of day"),
        ("2012/2023-05-12T10:00:00Z", "holds a time of day"),
        ("202\u0425", r"'202\u0425' holds a character outside ASCII"),
        ("2023 ", "has white space around it"),
        ("2022?~", "has a qualifier"),
    ],
)
def test_what_is_wrong_is_said_with_the_cure(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        edtf.parse(text)


def test_no_cure_where_it_could_be_something_else() -> None:
    for text in (
        "2011/12",
        "2023/24",
        "2012-13",
        "12/05/2023",
        "24/2023",
        "-",
        "2023-",
        "2015-2012",
        "1900s",
    ):
        assert edtf.cure(text) is None, text


def test_long_garbage_makes_a_short_message() -> None:
    with pytest.raises(ValueError, match="is not an EDTF date") as caught:
        edtf.parse("a" * 100_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2023-05-12", ["2023"]),
        ("2022-33~", ["2022"]),
        ("2012/2015", ["2012", "2015"]),
        ("2012-05/2012-06", ["2012"]),
        ("../2015?", ["2015"]),
        ("2015/..", ["2015"]),
        ("XXXX-10-23", []),
        ("202X/2025", ["2025"]),
        ("-0300/0014", ["0014"]),
        ("Y170000002", []),
    ],
)
def test_years(text: str, printed: list[str]) -> None:
    assert edtf.years(text) == printed


ACCEPT = re.compile(edtf.ACCEPT)  # without flags: the engines have none


def test_accept_clears_the_common_forms() -> None:
    for text in ("2023", "2023-12", "2023-02-28", "2024-04-30", "2023-10-31", "2022-33", "2022~"):
        assert ACCEPT.fullmatch(text), text


def test_accept_agrees_with_parse_on_every_month_and_day() -> None:
    for year in ("2023", "2024"):
        for month in range(100):
            texts = [f"{year}-{month:02}", *(f"{year}-{month:02}-{d:02}" for d in range(100))]
            for text in texts:
                if ACCEPT.fullmatch(text):
                    edtf.parse(text)
                elif text != "2024-02-29":
                    with pytest.raises(ValueError, match=re.escape(text)):
                        edtf._parse(text)


@given(st.from_regex(ACCEPT, fullmatch=True))
def test_accept_matches_only_what_is_valid(text: str) -> None:
    edtf.parse(text)


@given(st.dates())
def test_every_day_of_the_calendar(given_day: date) -> None:
    found = edtf.parse(given_day.isoformat())
    assert found.start == found.end == (given_day.year, given_day.month, given_day.day)


@given(st.dates(), st.data())
def test_a_day_with_digits_left_out_still_covers_the_day(
    given_day: date, data: st.DataObject
) -> None:
    """Bounds are tight by the tables above; here they must never lose the day that is meant."""
    hidden = data.draw(st.sets(st.sampled_from([0, 1, 2, 3, 5, 6, 8, 9])))
    text = "".join("X" if i in hidden else c for i, c in enumerate(given_day.isoformat()))
    day = (given_day.year, given_day.month, given_day.day)
    for known in (text, text[:7], text[:4]):
        found = edtf.parse(known)
        assert found.start is not None
        assert found.end is not None
        assert found.start <= day <= found.end


@given(st.from_regex(r"[0-9]{2}[0-9X]{2}-[01X][0-9X]-[0-3X][0-9X]", fullmatch=True))
@example("XXX1-02-29")
@example("X000-02-29")
@example("0X00-02-29")
def test_bounds_are_the_first_and_last_match(text: str) -> None:
    """Against the plain way: all numbers that look like the year, the month and the day."""
    years, months, days = (
        [n for n in range(10 ** len(part)) if fnmatchcase(f"{n:0{len(part)}}", part)]
        for part in text.replace("X", "?").split("-")
    )
    matches = [
        (y, m, d)
        for y in years
        for m in months
        for d in days
        if 1 <= m <= 12 and 1 <= d <= calendar.monthrange(y, m)[1]
    ]
    if matches:
        assert edtf.parse(text)[1:3] == (matches[0], matches[-1])
    else:
        with pytest.raises(ValueError, match=r"no month|not a day that exists|part of a year"):
            edtf.parse(text)


DATES = [text for text, *_ in rows(BOUNDS, " +") if "/" not in text]


@given(st.sampled_from(DATES), st.sampled_from(DATES))
def test_an_interval_is_valid_one_way_at_least(first: str, last: str) -> None:
    """And has the bounds of its two dates."""
    valid = 0
    for one, other in ((first, last), (last, first)):
        try:
            found = edtf.parse(f"{one}/{other}")
        except edtf.ReversedInterval:
            continue
        valid += 1
        assert (found.start, found.end) == (edtf.parse(one).start, edtf.parse(other).end)
    assert valid


@given(st.text() | st.text(alphabet="0123456789X-/.?~%YTQ \u0662\u2013 May"))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    """What is read is ASCII and its own cure; a cure is read; `ACCEPT` clears nothing refused."""
    cured = edtf.cure(text)
    if cured is not None:
        assert edtf.parse(cured).text == cured
    try:
        found = edtf.parse(text)
    except ValueError as error:
        refusal = str(error)
    else:
        assert text.isascii()
        assert found.text == text == cured
        return
    assert re.search("; (expected|write) ", refusal)
    assert not ACCEPT.fullmatch(text)


# What the `edtf` library (5.0.2) sees otherwise, by the reason to differ.
DIFFERENT = {
    "it does not know how many days February has": ["1900-02-29", "2023-02-29"],
    "it refuses a qualified grouping; sources do say 'about the first quarter'": [
        "2022-21?",
        "2022-33~",
        "2022-41%",
    ],
    "it refuses a grouping of an unspecified year": ["202X-33", "202X-24"],
    "it refuses the groupings of level 2 in an interval": ["2022-33/2022-34"],
    "it stops with a fault of its own at a month that is partly or wholly X": [
        "2023-1X",
        "2023-X2",
        "2023-XX/2024",
    ],
    "it cannot tell the bounds of a day or month that is partly X": [
        "2023-02-1X",
        "2023-02-X9",
        "2024-02-X9",
        "2023-0X-31",
    ],
    "it takes 29 February to exist in the first and last of the unspecified years": [
        "XXXX-02-29",
        "19X0-02-29",
        "202X-02-29",
        "-XXXX-02-29",
        "XX01-02-29",
    ],
    "it ends winter in December": [
        "2022-24",
        "2023-24",
        "2022-28",
        "2022-30",
        "9999-24",
    ],
    "it guesses ten years for an unknown end": ["/2012-05", "2012-05-12/"],
    "it accepts an interval that says nothing": ["../.."],
    "it accepts an interval that ends before it starts": [
        *(text for text in REVERSED if text not in ("2022-34/2022-33", "Y10000/9999"))
    ],
    "it refuses a qualifier after a long year, which level 1 does not exclude": ["Y-170000002?"],
    "it has more of level 2": [
        "[2020,2021]",
        "{2020..2022}",
        "?2022",
        "2022?-05",
        "Y17E7",
        "1950S2",
    ],
    "it counts year 0 among the unspecified negative years": ["-000X"],
}
DIFFERENCES = {text for texts in DIFFERENT.values() for text in texts}


Bounds = tuple[edtf.Day | None, edtf.Day | None] | str
Oracle = Callable[[str], Bounds]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    """The library's bounds of a text, or what it says instead of bounds."""
    with warnings.catch_warnings():  # its grammar warns when it is imported
        warnings.simplefilter("ignore")
        library = pytest.importorskip("edtf")

    # all but the first are faults of its own, as in "2023-1X"
    faults = (library.EDTFParseException, ValueError, AttributeError, TypeError)

    def bounds(text: str) -> Bounds:
        try:
            found = library.parse_edtf(text)
            first, last = found.lower_strict(), found.upper_strict()
        except faults as error:
            return f"refused: {error}"
        return None if first == -math.inf else first[:3], None if last == math.inf else last[:3]

    return bounds


def ours(text: str) -> Bounds:
    try:
        return edtf.parse(text)[1:3]
    except ValueError as error:
        return f"refused: {error}"


def same(one: object, other: object) -> bool:
    return one == other or (isinstance(one, str) and isinstance(other, str))


LISTED = [text for text, *_ in rows(BOUNDS, " +")] + [text for text, _ in rows(REFUSED)] + REVERSED


@pytest.mark.parametrize("text", sorted({*LISTED} - DIFFERENCES))
def test_the_oracle_agrees(oracle: Oracle, text: str) -> None:
    assert same(ours(text), oracle(text)), oracle(text)


@pytest.mark.parametrize("text", sorted(DIFFERENCES))
def test_the_oracle_still_differs(oracle: Oracle, text: str) -> None:
    assert not same(ours(text), oracle(text))


CUTS = st.lists(st.sampled_from([4, 7, 10]), min_size=2, max_size=2)


@settings(max_examples=50, deadline=None)
@given(first=st.dates(), last=st.dates(), cuts=CUTS)
def test_the_oracle_agrees_on_intervals(
    oracle: Oracle, first: date, last: date, cuts: list[int]
) -> None:
    """Of dates of any precision, in order, as the library does not compare the ends."""
    first, last = min(first, last), max(first, last)
    text = f"{first.isoformat()[: cuts[0]]}/{last.isoformat()[: cuts[1]]}"
    assert ours(text) == oracle(text)
