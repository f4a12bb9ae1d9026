"""The rows of the generated tables about numbers: figures, their measures, checks and terms."""

from __future__ import annotations

from benchmarks.words import Rows, Sizes, claim_id, has_project, project_id, word

UNITS = (("currency", "USD"), ("percent", "percent"), ("count", "count"), ("duration", "month"))


def claim_of(j: int, n: Sizes) -> int:
    """The number of the claim that states figure `j`."""
    return j * n.claims // n.figures


def obs_value(j: int) -> str:
    """The number of figure `j`; those of `j` and `j + 4` differ by far."""
    return f"{100 + j * 37 % 997}" + ("" if j % 4 > 1 else f".{j % 9 + 1}")


def figures(n: Sizes) -> Rows:
    """Numbers of some claims; those that checks compare are exact."""
    for j in range(n.figures):
        i = claim_of(j, n)
        value = obs_value(j)
        yield (
            f"{claim_id(i)}-1",
            claim_id(i),
            f"measure-{j % n.measures:08d}",
            ("BY", "RU", "")[j % 3],
            ("RU", "", "")[j % 3],
            project_id(i % n.projects) if j % 3 == 0 and has_project(i) else "",
            str(1975 + j % 25) if j % 2 else "",
            "false",
            "",
            value,
            "6" if j % 4 == 0 else "0",
            str(len(value.partition(".")[2])),
            "exact" if j < n.checks + 8 else ("about", "minimum", "exclusive_maximum")[j % 3],
            UNITS[j % 4][1],
            "F" if j % 7 == 0 else "",
        )


def measures(n: Sizes) -> Rows:
    """Measures, each used by a figure."""
    for m in range(n.measures):
        name = word(m)
        definition = f"What the reports count as the {name} value, year by year."
        mutual = "true" if m % 4 == 0 else "false"
        yield f"measure-{m:08d}", f"Value of {name}", definition, UNITS[m % 4][0], mutual


def greater(j: int, n: Sizes) -> int:
    """The number of the greater of the two figures of check `j`."""
    return max(j, (j + 4) % n.figures, key=lambda f: float(obs_value(f)))


def checks(n: Sizes) -> Rows:
    """Comparisons of two figures."""
    for j in range(n.checks):
        relation = "gt" if greater(j, n) == j else "lt"
        note = "The two figures are of different years." if j % 2 else ""
        note = "The greater one, and 0.5 times as much." if j % 5 == 0 else note
        yield f"check-{j:08d}", f"Figure {j} and the next of its unit.", relation, "entailed", note


def check_terms(n: Sizes) -> Rows:
    """The sides of the checks; the greater one has a second term at times."""
    for j in range(n.checks):
        for side, f in (("left", j), ("right", (j + 4) % n.figures)):
            figure = f"{claim_id(claim_of(f, n))}-1"
            yield f"check-{j:08d}", side, "1", "1", figure, "", "", ""
            if j % 5 == 0 and f == greater(j, n):
                yield f"check-{j:08d}", side, "2", "0.5", figure, "", "", ""
