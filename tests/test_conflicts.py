"""Conflicts: a seeded package of groups whose kind is known by how they were made.

The makers below know nothing of the module: each writes claims and figures that are, say, echoed
because it made one speaker say the same in two documents.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest

from bru import store
from bru.check.reader import Answers
from bru.claims.numbers import conflicts
from bru.claims.render.conflicts import CLASHING
from bru.datapackage import descriptor
from support import ROOT
from support.cases import descriptor as made
from support.commands import call
from tools.memory import Memory

EACH = 12  # groups of each maker
HEADS = {
    "figures": "figure_id,claim_id,measure,ref_area,counterpart_area,project_id,time_period,"
    "obs_value,unit_mult,decimals,qualifier,unit_measure,base_period",
    "claims": "claim_id,source_id,statement,asserted_by",
    "citations": "claim_id,outlet",
    "claim_links": "claim_id,relation,other_claim_id,note",
    "measures": "measure_id,name,mutual",
    "sources": "source_id,publisher",
    "actors": "actor_id,name",
    "checks": "check_id,label,relation,expected,note",
    "check_terms": "check_id,side,position,coefficient,figure_id,count_parts_of",
    "projects": "project_id,part_of",
}
FRESH = {
    "area": "BY",
    "other": "RU",
    "project": "",
    "period": "2022",
    "mult": "0",
    "decimals": "0",
    "qualifier": "exact",
    "unit": "USD",
    "speaker": "",
    "via": "",
    "base": "",
}


class Maker:
    """Writes the tables of a package, group by group; every new thing has a new name."""

    def __init__(self, seed: int) -> None:
        self.chance, self.count = random.Random(seed), Counter[str]()
        self.tables: dict[str, list[str]] = {name: [] for name in HEADS}
        self.kinds: dict[frozenset[str], str] = {}
        self.group: list[str] = []

    def new(self, what: str) -> str:
        """A new name."""
        self.count[what] += 1
        return f"{what}-{self.count[what]}"

    def source(self, publisher: str | None = None) -> str:
        """A new document of a new publisher, or of a given one."""
        source = self.new("source")
        self.tables["sources"].append(
            f"{source},{self.new('publisher') if publisher is None else publisher}"
        )
        return source

    def measure(self) -> str:
        """A new measure of something between two areas."""
        measure = self.new("measure")
        self.tables["measures"].append(f"{measure},Measure,true")
        return measure

    def speaker(self) -> str:
        """A new speaker."""
        speaker = self.new("actor")
        self.tables["actors"].append(f"{speaker},Somebody {speaker}")
        return speaker

    def claim(self, source: str, measure: str, value: object, **given: str) -> str:
        """A new claim with a figure."""
        claim, f = self.new("claim"), {**FRESH, **given}
        self.tables["claims"].append(f"{claim},{source},Said.,{f['speaker']}")
        if f["via"]:
            self.tables["citations"].append(f"{claim},{f['via']}")
        self.figure(claim, measure, value, **given)
        return claim

    def figure(self, claim: str, measure: str, value: object, **given: str) -> str:
        """A new figure of a claim."""
        figure, f = self.new("figure"), {**FRESH, **given}
        areas = [f["area"], f["other"]]
        self.chance.shuffle(areas)
        period = {"2022": self.chance.choice(["2022", "2022-01/2022-12", "2022~"])}
        self.tables["figures"].append(
            f"{figure},{claim},{measure},{areas[0]},{areas[1]},{f['project']},"
            f"{period.get(f['period'], f['period'])},{value},{f['mult']},{f['decimals']},"
            f"{f['qualifier']},{f['unit']},{f['base']}"
        )
        self.group.append(figure)
        return figure

    def link(self, claim: str, relation: str, other: str) -> None:
        """A link between claims."""
        self.tables["claim_links"].append(f"{claim},{relation},{other},")

    def done(self, kind: str) -> None:
        """The figures since the last group are a group of this kind."""
        self.kinds[frozenset(self.group)] = kind
        self.group = []

    def ask(self) -> Answers:
        """The answers about the package."""
        files = {
            f"{name}.csv": "\n".join([HEADS[name], *rows, ""]).encode()
            for name, rows in self.tables.items()
        }
        files["datapackage.json"] = json.dumps(made(files)).encode()
        where = Memory(files)
        return Answers(where, descriptor.read(where, "datapackage.json"), None)

    def value(self) -> int:
        """A number with room around it."""
        return self.chance.randint(20, 900)


def contradicted_exact(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    m.claim(m.source(), measure, value)
    m.claim(m.source(), measure, value + m.chance.choice([-2, 2, 3]))
    m.done("contradicted")


def contradicted_by_a_limit(m: Maker) -> None:
    """By the narrowest margin: more than N + 0.5 against N, which reaches N + 0.5."""
    measure, value, source = m.measure(), m.value(), m.source()
    m.claim(source, measure, value, speaker=m.speaker())
    limit = {"decimals": "1", "qualifier": "exclusive_minimum", "speaker": m.speaker()}
    m.claim(source, measure, f"{value}.5", **limit)
    m.done("contradicted")


def contradicted_among_three(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    for number in (value, value, value + 10):
        m.claim(m.source(), measure, number, mult="6")
    m.done("contradicted")


def contradicted_though_one_is_superseded(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    old, new, third = (m.claim(m.source(), measure, value + n) for n in (0, 5, 10))
    m.link(new, "updates", old)
    m.link(third, "qualifies", new)
    m.done("contradicted")


def superseded(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    old, new = (m.claim(m.source(), measure, value + n) for n in (0, 5))
    m.link(new, "updates", old)
    m.done("superseded")


def superseded_by_a_chain(m: Maker) -> None:
    """The claim between the two states no number."""
    measure, value, between = m.measure(), m.value(), m.new("claim")
    m.tables["claims"].append(f"{between},{m.source()},Said.,")
    old, new = (m.claim(m.source(), measure, value + n) for n in (0, 5))
    m.link(between, "updates", old)
    m.link(new, "updates", between)
    m.done("superseded")


def corroborated(m: Maker) -> None:
    """One rounds what the other states, in another scale; whose each is, is said."""
    measure, value, tail = m.measure(), m.value(), m.chance.randint(-5, 5)
    m.claim(m.source(), measure, value, mult="9", speaker=m.speaker())
    more = {"mult": "6", "decimals": "0", "via": m.speaker()}
    m.claim(m.source(), measure, Decimal(value * 10 + tail) / 10 * 1000, **more)
    m.done("corroborated")


def same_number(m: Maker) -> None:
    """Two documents have it; of one at most it is said whose it is."""
    measure, value = m.measure(), m.value()
    m.claim(m.source(), measure, value, speaker=m.chance.choice(["", m.speaker()]))
    m.claim(m.source(), measure, value)
    m.done("origin not said")


def other_base(m: Maker) -> None:
    """Two growths of one time, compared with different periods."""
    measure, value = m.measure(), m.value()
    for number, base in ((value, "2020"), (value + 5, "2021")):
        m.claim(m.source(), measure, number, unit="percent", base=base)
    m.done("different in scope")


def corroborated_by_limits(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    m.claim(m.source(), measure, value, qualifier="exclusive_minimum", speaker=m.speaker())
    m.claim(m.source(), measure, value + 7, speaker=m.speaker())
    m.done("corroborated")


def corroborated_beside_an_echo(m: Maker) -> None:
    measure, value, source = m.measure(), m.value(), m.source()
    for where in (source, source, m.source()):
        m.claim(where, measure, value, speaker=m.speaker())
    m.done("corroborated")


def corroborated_by_a_range(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    claim = m.claim(m.source(), measure, value - 5, qualifier="minimum", speaker=m.speaker())
    m.figure(claim, measure, value + 5, qualifier="maximum")
    m.claim(m.source(), measure, value, speaker=m.speaker())
    m.done("corroborated")


def echoed_in_a_document(m: Maker) -> None:
    measure, value, source = m.measure(), m.value(), m.source()
    m.claim(source, measure, value, speaker=m.speaker())
    m.claim(source, measure, value, qualifier="about")
    m.done("echoed")


def echoed_outlet(m: Maker) -> None:
    measure, value, outlet = m.measure(), m.value(), m.speaker()
    m.claim(m.source(), measure, value, via=outlet)
    m.claim(m.source(), measure, value, via=outlet, speaker=m.speaker())
    m.done("echoed")


def echoed_speaker(m: Maker) -> None:
    measure, value, speaker = m.measure(), m.value(), m.speaker()
    for _ in range(2):
        m.claim(m.source(), measure, value, speaker=speaker)
    m.done("echoed")


def echoed_publisher(m: Maker) -> None:
    measure, value, publisher = m.measure(), m.value(), m.new("publisher")
    for _ in range(3):
        m.claim(m.source(publisher), measure, value)
    m.done("echoed")


def echoed_by_a_chain(m: Maker) -> None:
    """The first and the last have nothing in common but what is between them."""
    measure, value, source, speaker = m.measure(), m.value(), m.source(), m.speaker()
    m.claim(source, measure, value)
    m.claim(source, measure, value, speaker=speaker)
    m.claim(m.source(), measure, value, speaker=speaker)
    m.done("echoed")


def echoed_by_a_link(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    one, other = (m.claim(m.source(), measure, value) for _ in range(2))
    m.link(one, "repeats", other)
    m.done("echoed")


def single(m: Maker) -> None:
    m.claim(m.source(), m.measure(), m.value())
    m.done("single-source")


def single_range(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    claim = m.claim(m.source(), measure, value, qualifier="minimum")
    m.figure(claim, measure, value + 5, qualifier="maximum")
    m.done("single-source")


def single_without_subject(m: Maker) -> None:
    """The same measure twice, but nobody says of what."""
    measure, value = m.measure(), m.value()
    for number in (value, value + 5):
        m.claim(m.source(), measure, number, area="", other="")
        m.done("single-source")


def single_of_other_subjects(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    for number in (value, value + 5):
        m.claim(m.source(), measure, number, area="", other="", project=m.new("project"))
        m.done("single-source")


def other_scope(m: Maker) -> None:
    """Two figures that would contradict each other, were they of the same scope."""
    measure, value = m.measure(), m.value()
    scope = m.chance.choice([{"period": "2023"}, {"period": ""}, {"unit": "RUB"}, {"other": "CN"}])
    m.claim(m.source(), measure, value)
    m.done("different in scope")
    m.claim(m.source(), measure, value + 5, **scope)
    m.done("different in scope")


def opposite_limits(m: Maker) -> None:
    measure, value = m.measure(), m.value()
    m.claim(m.source(), measure, value, qualifier="minimum")
    m.claim(m.source(), measure, value + 5, qualifier="exclusive_maximum")
    m.done("different in scope")


def told_apart(m: Maker) -> None:
    """A part and its whole, with a check that says so."""
    measure, value, check = m.measure(), m.value(), m.new("check")
    for number in (value, value + 5):
        m.claim(m.source(), measure, number)
    part, whole = m.group
    m.tables["checks"].append(f"{check},The part is less.,lt,entailed,")
    m.tables["check_terms"] += [f"{check},left,1,1,{part},", f"{check},right,1,1,{whole},"]
    m.done("different in scope")


MAKERS: list[Callable[[Maker], None]] = [
    contradicted_exact, contradicted_by_a_limit, contradicted_among_three,
    contradicted_though_one_is_superseded, superseded, superseded_by_a_chain, corroborated,
    same_number, other_base, corroborated_by_limits, corroborated_beside_an_echo, corroborated_by_a_range,
    echoed_in_a_document, echoed_outlet, echoed_speaker, echoed_publisher, echoed_by_a_chain,
    echoed_by_a_link, single, single_range, single_without_subject, single_of_other_subjects,
    other_scope, opposite_limits, told_apart,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_seeded_groups_are_found(seed: int) -> None:
    """Recall 100 %, at most 1 % false; the groups themselves are exactly those that were made."""
    maker = Maker(seed)
    makers = MAKERS * EACH
    maker.chance.shuffle(makers)
    for make in makers:
        make(maker)

    found = conflicts.find(maker.ask().ask)

    kinds = {frozenset(f for m in g.members for f in m.figures): g.kind for g in found.groups}
    assert len(maker.kinds) >= 200
    assert set(maker.kinds.values()) == set(conflicts.KINDS)
    wrong = {
        group: (kind, kinds.get(group))
        for group, kind in maker.kinds.items()
        if kinds.get(group) != kind
    }
    assert not wrong
    assert len(kinds) == len(maker.kinds)
    assert not found.left_out
    assert all(group.reason.endswith(".") for group in found.groups)


def test_areas_in_order_unless_the_measure_is_mutual() -> None:
    maker = Maker(0)
    contradicted_exact(maker)
    for name in ("measures", "figures"):
        rows = maker.tables[name]
        maker.tables[name] = [
            r.replace(",true", ",false").replace(",RU,BY,", ",BY,RU,") for r in rows
        ]
    maker.tables["figures"][1] = maker.tables["figures"][1].replace(",BY,RU,", ",RU,BY,")

    groups = conflicts.find(maker.ask().ask).groups

    assert [g.kind for g in groups] == ["different in scope"] * 2
    assert "is for BY–RU" in groups[0].reason + groups[1].reason


def test_a_figure_that_is_none_is_left_out_and_named() -> None:
    maker = Maker(0)
    maker.claim(maker.source(), maker.measure(), "12,5".replace(",", "x"))

    found = conflicts.find(maker.ask().ask)

    assert found.left_out == (
        ("figure-1", "'12x5' is not a decimal number; expected digits such as -43.4"),
    )


SHIPPED = {
    "Trade turnover, BY–RU, 2022": "contradicted",
    "Growth of trade turnover, BY–RU, 2023-33": "origin not said",
    "Number of programmes, union-programmes": "corroborated",
    "Gap between measurements of trade turnover, BY–RU, 2022": "echoed",
    "Number of questions, joint-projects-2023": "different in scope",
}


def test_shipped_package() -> None:
    where = store.Folder(ROOT)
    found = conflicts.find(Answers(where, descriptor.read(where, store.DESCRIPTOR), None).ask)

    kinds = {group.title: group.kind for group in found.groups}
    assert {t: k for t, k in kinds.items() if k != "single-source"} == SHIPPED
    assert found.groups[0].reason == (
        "No value is both 43.4 billion USD (Russia, in bif-2023-05-14) and more than 50 billion USD"
        " (Raman Halouchanka, in bif-2023-05-14); the higher is at least 15 percent above the lower."
    )
    clashing = {(c.claim.claim_id, c.other.claim_id) for c in found.clashes}
    assert (
        "bif23-growth-cause-unclear",
        "edm23-vital-enterprises-explain-trade-growth",
    ) in clashing
    assert ("bif23-trade-2022-russia", "bif23-trade-2022-belarus") not in clashing  # has numbers


def test_command() -> None:
    text, page = call("conflicts"), call("conflicts", "--format", "markdown")
    values = json.loads(call("conflicts", "--format", "json").stdout)

    assert text.exit_code == page.exit_code == 0
    assert text.stdout.startswith("contradicted: Trade turnover, Belarus–Russia, 2022\n")
    assert (
        "43.4 billion USD: Russia, in Belarus in Focus 2023 [bif23-trade-2022-russia" in text.stdout
    )
    heads = [line for line in text.stdout.splitlines() if line[:1].strip()][:-1]
    kinds = [h.split(":")[0] if ": " in h else "clash" for h in heads]
    assert [k for n, k in enumerate(kinds) if k not in kinds[:n]] == [
        "contradicted", "clash", "corroborated", "origin not said", "echoed",
        "different in scope", "single-source",
    ]  # fmt: skip
    titles = re.findall("^## (.*)", page.stdout, re.M)
    assert titles[:2] == ["Contradicted", CLASHING] and titles[-1] == "Single-source"
    assert [g["kind"] for g in values["groups"]] == [k for k in kinds if k != "clash"]
    assert "in bif-2023-05-14" not in text.stdout + page.stdout
    assert "18 in which one disputes the other" in text.stdout.splitlines()[-1]
    assert "\n## Contradicted\n\n### Trade turnover, Belarus–Russia, 2022\n" in page.stdout
    assert values["groups"][0]["members"][1]["claim"]["asserted_by"] == "russia"
    assert values["not_compared"] == []
