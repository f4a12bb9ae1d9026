"""Size, making and load times of the explorer: `python -m benchmarks.explorer`.

The shipped package and a generated one, each made by `bru site` as a process of its own; its pages
are opened from files in the Chromium on the path, and judged by axe. Writes docs/dev/explorer.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import click

import bru
from benchmarks.generate import ROOT, generate
from benchmarks.page import measured_on
from benchmarks.run import machine

PAGE = ROOT / "docs" / "dev" / "explorer.md"
VERSIONS = ("jinja2", "playwright")
AGAIN = 3  # loads of each page
OPENED = {
    "start": "index.html",
    "list of claims": "claims.html",
    "a claim": "claims/*.html",
    "an actor": "actors/*.html",
    "a project": "projects/*.html",
    "a branch": "sectors/*.html",
    "a document": "sources/*.html",
    "a measure": "measures/*.html",
    "an answer": "answers/*.html",
    "documents": "documents.html",
    "actors": "actors.html",
    "projects": "projects.html",
    "timeline": "timeline.html",
    "numbers": "numbers.html",
    "disagreements": "disagreements.html",
    "not said": "questions.html",
    "glossary": "glossary.html",
}
MADE = """`bru site` writes plain HTML that opens from a file: `src/bru/claims/site`.

- `__init__` yields every file, one after the other; `claim`, `entities`, `start`, `tops` and
  `figures` say what a page shows, as lines in parts (`line`); `page` makes it by a Jinja2 template.
  What all pages share (`frame.html`, `macros.html`) is made once for all of a folder.
- `search` writes `assets/data.js`, which is loaded when somebody searches or opens the list of
  claims. `assets/site.js` folds spellings and scripts (Лукашенко, Lukashenka) and keeps filters in
  the address; without it everything but search, filters, copying and downloads works.
- Charts are SVG pieces as wide as their place (`claims/plot`); `pictures/` has them alone.
- Lists are cut where a page would become too long: 400 lines a part, 300 rows a group of the
  timeline, 30 charts, 500 claims without scripts; the list of claims has all.
- Every page forbids requests (`Content-Security-Policy`). With `--address` pages name their address
  and a picture for link previews; with `--documents` they have passages: not for publication.
- Whatever grows with the number of pages must not be looked for page by page: indexes are made once
  (`Facts.by`, `spans`, `countries`, `addresses`, `indexed`).
"""
PAINTED = "performance.getEntriesByType('paint')[0]?.startTime"
# Scripts have run and the page is laid out when a second frame begins.
DRAWN = "new Promise(d => requestAnimationFrame(() => requestAnimationFrame(() => \
d(performance.now()))))"
TASKS = {  # a field of the list of claims and what is filled in, the first time and again
    "a first search": ("q", "cooperation"),
    "a search": ("q", "trade 2022"),
    "a search in Cyrillic": ("q", "Лукашенко"),
    "a filter": ("kind", "event"),
}
DONE = """([name, words]) => { const field = document.forms[0].elements[name];
const start = performance.now(); field.value = words;
field.dispatchEvent(new Event("input", { bubbles: true })); return performance.now() - start; }"""


class Made(NamedTuple):
    """A site, and what making it took. `memory`: the most at a time, in bytes."""

    folder: Path
    claims: int
    seconds: float
    processor: float
    memory: int


def make(package: Path, folder: Path) -> Made:
    """Make a site in a process of its own."""
    command = [sys.executable, "-m", "bru", "site", "--package", str(package), "--out", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise click.ClickException(f"bru site ended with status {status}")
    seconds = time.perf_counter() - start
    claims = sum(1 for _ in (folder / "claims").glob("*.html"))
    return Made(folder, claims, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def lines(made: Made, browser: Any, is_judged: bool) -> Iterator[str]:
    """What there is to say of a site; `is_judged`: by axe, too, for which large pages take long."""
    sizes = [file.stat().st_size for file in made.folder.rglob("*") if file.is_file()]
    yield f"## {made.claims:,} claims\n"
    yield (
        f"Made in {made.seconds:,.0f} s ({made.processor:,.0f} s of processor time) with "
        f"{made.memory / 1e6:,.0f} MB of memory: {len(sizes):,} files, {sum(sizes) / 1e6:,.1f} MB."
    )
    axe = " axe: findings by impact |" if is_judged else ""
    yield f"\n| page | loads, MB | first paint, ms | usable, ms |{axe}"
    yield f"|---|--:|--:|--:|{'---|' if is_judged else ''}"
    for name, pattern in OPENED.items():
        file = max(made.folder.glob(pattern), key=lambda f: (f.stat().st_size, f.name))
        times = [opened(browser, file) for _ in range(AGAIN)]
        painted, drawn = (f"{median(some):,.0f}" for some in zip(*times, strict=True))
        size = weight(file) / 1e6
        found = f" {findings(browser, file)} |" if is_judged else ""
        yield f"| {name} | {size:,.2f} | {painted} | {drawn} |{found}"
    page = browser.new_page()
    page.goto((made.folder / OPENED["list of claims"]).as_uri(), timeout=120_000)
    page.wait_for_selector("#filters:not([hidden])", timeout=120_000)
    ready = page.evaluate("performance.now()")
    told = (f"{name} {page.evaluate(DONE, task):,.0f} ms" for name, task in TASKS.items())
    yield f"\nThe list of claims can be searched after {ready:,.0f} ms; then take, over all claims:"
    yield f"{', '.join(told)}.\n"
    page.close()


def opened(browser: Any, file: Path) -> tuple[float, float]:
    """Milliseconds until something of a page is seen, and until all of it can be used."""
    page = browser.new_page()
    page.goto(file.as_uri(), timeout=120_000)
    drawn = page.evaluate(DRAWN)
    painted = page.evaluate(PAINTED) or drawn
    page.close()
    return painted, drawn


def weight(file: Path) -> int:
    """The bytes that a page loads: itself, its style, its scripts."""
    text = file.read_text("utf-8")
    beside = re.findall(r'<(?:link rel="stylesheet" href|script defer src)="([^"]+)"', text)
    return file.stat().st_size + sum((file.parent / path).stat().st_size for path in beside)


def findings(browser: Any, file: Path) -> str:
    """What axe finds on a page, counted by impact."""
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(bypass_csp=True)
    page.set_default_timeout(600_000)
    page.goto(file.as_uri())
    found = Counter(v["impact"] for v in Axe().run(page).response["violations"])
    page.close()
    return ", ".join(f"{count} {impact}" for impact, count in sorted(found.items())) or "none"


@click.command()
@click.option(
    "--claims", default=50_000, show_default=True, help="Of the generated package; 0: none."
)
@click.option("--out", type=click.Path(path_type=Path), default=PAGE, help="The page to write.")
def main(claims: int, out: Path) -> None:
    """Measure the sites of the shipped package and of a generated one, and write the page."""
    from playwright.sync_api import sync_playwright

    told: list[str] = []
    on = machine(VERSIONS)
    on["versions"] = {"bru": bru.version, **on["versions"]}
    with TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        packages = [ROOT]
        if claims:
            generate(claims, folder / "package")
            packages.append(folder / "package")
        program = shutil.which("chromium")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for number, package in enumerate(packages):
            told += lines(make(package, folder / f"site{number}"), browser, not number)
        head = [
            "# The explorer\n",
            MADE,
            "## Measured\n",
            "Written by `python -m benchmarks.explorer`, which needs the extra `test` and "
            f"Chromium, here {browser.version}. The packages are ours and, if asked for, one that "
            "`benchmarks/generate.py` makes. Pages are opened from files, of each kind the "
            f"largest; times are the median of {AGAIN}, from the address to the first paint, and "
            "until scripts have run and the page is laid out. The tests fail where the start page "
            "or the list of claims is too slow, or axe finds anything serious "
            "on a page.\n",
            *measured_on(on),
        ]
        out.write_text("\n".join([*head, *told]).rstrip("\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
