"""What the pages search, as a script: a page that is opened from a file may load no data."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bru.claims.prose.terms import meanings
from bru.claims.provenance import names
from bru.claims.provenance.facts import Facts
from bru.claims.queries import Answer
from bru.claims.site.line import address, figures
from bru.claims.site.tops import glossary
from bru.datapackage import edtf

NAMES = ("variant", "abbreviation")  # not an office or a capital that stands for somebody
OTHERS = (  # tables, what a row is called, and fields with words about it
    ("sectors", "branch", "isic"),
    ("sources", "document", "title", "author"),
    ("measures", "measure", "definition"),
    ("open_questions", "not said", "note"),
    ("checks", "cross-check", "note"),
)
NAME = re.compile(r"[^\W\d_a-zа-я][^\W\d_]{2,}")


def data(facts: Facts, answers: Sequence[Answer], pages: Mapping[str, tuple[str, str]]) -> bytes:
    """The script. Its text can neither end a script element nor be taken for markup.

    `pages`: those at the top, what they are called and what they are.
    """
    used = ("actors", "projects", "sectors", "sources")
    known = {t: {i: names.name(facts, t, i) for i in ids(facts, t)} for t in used}
    value = {
        "names": known,
        "others": [*others(facts, answers), *words(facts, pages)],
        "words": capitals(facts),
        "foreign": [[*map(looked_up, both)] for both in meanings()],
        "claims": [*claims(facts)],
        "published": {
            s["source_id"]: [s.get("title", ""), s.get("published", ""), s.get("url", "")]
            for s in facts.tables.get("sources", ())
        },
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    quoted = json.dumps(text, ensure_ascii=False).replace("<", "\\u003c")
    return f"window.bru = JSON.parse({quoted});\n".encode()


def looked_up(words: str) -> str:
    """Words as searches spell them."""
    return re.sub("['’]", "", words.lower().replace("ё", "е"))


def ids(facts: Facts, table: str) -> list[str]:
    """The IDs of a table."""
    return [next(iter(row.values())) for row in facts.tables.get(table, ())]


def capitals(facts: Facts) -> list[str]:
    """The words that may be names, which are found in any spelling."""
    texts = [c["statement"] for c in facts.tables.get("claims", ())]
    texts += [q["question"] for q in facts.tables.get("open_questions", ())]
    for table in ("actors", "actor_names", "projects", "sources"):
        for row in facts.tables.get(table, ()):
            texts += [row.get(field, "") for field in ("name", "title", "author", "short_name")]
    return sorted({word for text in texts for word in NAME.findall(text)})


def others(facts: Facts, answers: Sequence[Answer]) -> Iterator[list[Any]]:
    """All that is no claim.

    Kind, ID if claims are tied to it, address, name, other names, more words, number of claims,
    and the code of a country.
    """
    often = Counter(r["actor_id"] for r in facts.tables.get("claim_actors", ()))
    about = Counter(r["project_id"] for r in facts.tables.get("claim_projects", ()))
    for a in facts.tables.get("actors", ()):
        own, kind = a["actor_id"], names.spoken(a["kind"])
        called = facts.by("actor_names", "actor_id", own)
        also = dict.fromkeys(r["name"] for r in called if r["kind"] in NAMES)
        more = [r["name"] for r in called if r["kind"] not in NAMES]
        more += [r["title"] for r in facts.by("positions", "actor_id", own)]
        words = " ".join((*more, a.get("description", ""), own))
        code = a.get("country", "") if kind == "country" else ""
        where = address("actors", own)
        yield [kind, own, where, a["name"], " ".join(also), words, often[own], code]
    for p in facts.tables.get("projects", ()):
        own = p["project_id"]
        due = f"due {names.in_words(p['due'])}" if p.get("due") else ""
        state = names.spoken(f"{p.get('kind', '')} {p.get('status', '')}")
        words = f"{p.get('description', '')} {own} {state} {due}"
        yield ["project", own, address("projects", own), p["name"], "", words, about[own]]
    said = Counter(c.get("sector") for c in facts.tables.get("claims", ()))
    for table, kind, *fields in OTHERS:
        for row in facts.tables.get(table, ()):
            own = next(iter(row.values()))
            words = " ".join((*(row.get(field, "") for field in fields), own))
            tied = own if table == "sectors" else ""
            name = names.name(facts, table, own)
            yield [kind, tied, address(table, own), name, "", words, said[tied] if tied else 0]
    for answer in answers:
        q = answer.question
        page = f"answers/{q.name}.html"
        yield ["answer", "", page, q.title, "", q.about, len(answer.rows)]


def words(facts: Facts, pages: Mapping[str, tuple[str, str]]) -> Iterator[list[Any]]:
    """The pages at the top and the words of the glossary, each once."""
    for name, (title, about) in pages.items():
        yield ["page", "", f"{name}.html", title, "", about, 0]
    parts = glossary(facts)["parts"]
    lines = {line.text: (line, part.id) for part in reversed(parts) for line in part.lines}
    for line, part in lines.values():
        about = line.beside if part == "fit" else ""
        yield ["word", "", f"glossary.html#{line.id}", line.text, "", about, 0]


def claims(facts: Facts) -> Iterator[list[Any]]:
    """The claims; the script has the same order of columns."""
    for c in facts.tables.get("claims", ()):
        own, when = c["claim_id"], c.get("time_period", "")
        actors = [r["actor_id"] for r in facts.by("claim_actors", "claim_id", own)]
        projects = [r["project_id"] for r in facts.by("claim_projects", "claim_id", own)]
        yield [
            own,
            c["statement"],
            c["source_id"],
            c.get("kind", ""),
            c.get("event_type", ""),
            c.get("asserted_by", ""),
            c.get("sector", ""),
            " ".join(actors),
            " ".join(projects),
            when,
            names.in_words(when),
            "/".join(years(when)),
            int(c.get("hedged") == "true"),
            figures(facts, own),
        ]


def years(when: str) -> list[str]:
    """The first and the last year of a time, "" for an end that is open."""
    time = edtf.known(when)
    return [str(day[0]) if day else "" for day in (time.start, time.end)] if time else []
