"""The made-up world of the generated packages: its sizes, names, IDs and words.

The words are our own; the names are made of syllables and mean nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

Rows = Iterator[tuple[str, ...]]

# Every name is three letters a syllable: sorted as its number is, and with consonants of its own,
# so that no two names sound alike.
SYLLABLES = [f"{a}{v}{z}" for a, v in zip("bdfgkmpstz", "aeioaeioae", strict=True) for z in "lnr"]
PAIRS = [a + b for a in SYLLABLES for b in SYLLABLES]

KINDS = "evaluation evaluation background".split()  # of which a statement shows no sign
OPENINGS = (
    "The report says that",
    "By the account of the ministry,",
    "The weekly review notes that",
    "It is stated in the lead, and again at the end, that",
    "In the opinion of the speaker,",
)
HEDGE = "It is possible that"
DEEDS = (
    "sell most of their output to the neighbouring country",
    "receive a loan for new equipment, to be paid back in ten years",
    "take part in the joint programme for aviation and space",
    "have to replace imported parts by their own within three years",
    "expect higher prices for gas, oil and transit",
    "deliver buses, trucks and spare parts",
    "are late with the transfer of technology",
    "gain from a common industrial policy",
    "ask for equal access to state orders",
    "need engineers more than they need money",
    "wait for deliveries that nobody has confirmed",
)
TOPICS = "trade loan gas oil transit aviation trucks tractors chips seeds space orders".split()
NOTE = "The passage names {}, in this order."
INFERRED = "The year was worked out from the date of issue; the passage names {}."
GROUPS = "company group region person media government public_body organisation".split()
SUFFIX = {
    "company": "Works",
    "group": "Workers",
    "region": "Region",
    "person": "Ivan",
    "media": "Gazette",
    "government": "Council",
    "public_body": "Agency",
    "organisation": "Society",
}
UNDERTAKINGS = "initiative policy joint_project plan programme treaty loan contract".split()
STATES = "in_progress proposed planned unknown agreed stalled negotiated completed".split()
SECTORS = "finance research machinery aviation energy space".split()
PARTS = "subject mentioned object".split()  # of actors in claims
ROLES = "partner lender borrower implementer supplier beneficiary target".split()
REASONS = "navigation boilerplate unrelated rhetoric repetition".split()
LINKS = "repeats corroborates updates qualifies contradicts answers".split()
ALIASES = "variant abbreviation metonym nominal".split()
SLOT = 150  # characters of a document for each of its claims


class Sizes(NamedTuple):
    """Numbers of rows of the tables that others refer to, in proportion to the shipped ones."""

    claims: int
    sources: int
    actors: int
    actor_names: int
    positions: int
    projects: int
    participants: int
    figures: int
    measures: int
    checks: int
    links: int
    exclusions: int


SHIPPED = Sizes(274, 5, 96, 27, 15, 68, 130, 23, 13, 12, 127, 33)


def sizes(claims: int) -> Sizes:
    """Numbers of rows for so many claims."""
    share = [max(2, rows * claims // SHIPPED.claims) for rows in SHIPPED]
    return Sizes(*share)._replace(measures=share[8] // 4 * 4 or 4)


def word(number: int) -> str:
    """The made-up name with this number, of eighteen letters."""
    return (
        PAIRS[number // 810_000 % 900] + PAIRS[number // 900 % 900] + PAIRS[number % 900]
    ).capitalize()


def source_id(k: int) -> str:
    """The ID of source `k`."""
    return f"s{k:08d}-{2010 + k % 15}"


def source_of(i: int, n: Sizes) -> int:
    """The number of the source of claim `i`."""
    return i * n.sources // n.claims


def is_open(i: int) -> bool:
    """Whether the passage of claim `i` leaves a question open: 1 in 6."""
    return i % 6 == 1


def question_id(i: int) -> str:
    """The ID of the open question about claim `i`."""
    return f"q{i:09d}-price"


def claim_id(i: int) -> str:
    """The ID of claim `i`."""
    return f"c{i:09d}-{TOPICS[i % 12]}"


def actor_id(k: int) -> str:
    """The ID of actor `k`."""
    return f"{word(k).lower()}-{SUFFIX[GROUPS[k % 8]].lower()}"


def actor_name(k: int) -> str:
    """The name of actor `k`."""
    kind = GROUPS[k % 8]
    return f"Ivan {word(k)}" if kind == "person" else f"{word(k)} {SUFFIX[kind]}"


def project_id(k: int) -> str:
    """The ID of project `k`."""
    return f"{word(k).lower()}-{SECTORS[k % 6]}"


def has_project(i: int) -> bool:
    """Whether claim `i` is tied to a project."""
    return i % 131 != 130
