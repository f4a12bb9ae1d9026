"""Size, making and load times of the explorer: `python -m benchmarks.explorer`.

The shipped package and a generated one, each made by `bru site` as a process of its own; its pages
are opened from files in the Chromium on the path, and judged by axe. Writes docs/site.md.
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

from benchmarks.generate import ROOT, generate

PAGE = ROOT / "docs" / "site.md"
AGAIN = 5  # loads of each page
OPENED = {
    "start": "index.html",
    "table of claims": "tables/claims.html",
    "a claim": "claims/*.html",
    "conflicts": "conflicts.html",
    "totals": "totals.html",
    "timeline": "timeline.html",
    "network": "network.html",
    "documents": "documents.html",
}
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
SEARCH = """() => { const list = new DataTable.Api("#list"), start = performance.now();
list.search("cooperation").draw(); return performance.now() - start; }"""


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
    claims = sum(1 for _ in (folder / "claims").glob("*.html"))
    processor = used.ru_utime + used.ru_stime
    seconds = time.perf_counter() - start
    return Made(folder, claims, seconds, processor, used.ru_maxrss * 1024)


def lines(made: Made, browser: Any) -> Iterator[str]:
    """What there is to say of a site."""
    sizes = [file.stat().st_size for file in made.folder.rglob("*") if file.is_file()]
    yield f"## {made.claims:,} claims\n"
    yield (
        f"Made in {made.seconds:,.0f} s ({made.processor:,.0f} s of processor time) with "
        f"{made.memory / 1e6:,.0f} MB of memory: {len(sizes):,} files, {sum(sizes) / 1e6:,.1f} MB."
    )
    yield "\n| page | loads, MB | until it is there, ms | axe: findings by impact |"
    yield "|---|---|---|---|"
    for name, pattern in OPENED.items():
        file = next(made.folder.glob(pattern))
        times = []
        for _ in range(AGAIN):
            page = browser.new_page()
            page.goto(file.as_uri(), timeout=120_000)
            times.append(page.evaluate(LOADED))
            page.close()
        size = weight(file) / 1e6
        yield f"| {name} | {size:,.2f} | {median(times):,.0f} | {findings(browser, file)} |"
    page = browser.new_page()
    page.goto((made.folder / OPENED["table of claims"]).as_uri(), timeout=120_000)
    yield f"\nA search in the table of claims takes {page.evaluate(SEARCH):,.0f} ms.\n"
    page.close()


def weight(file: Path) -> int:
    """The bytes that a page loads: itself, its style, its scripts."""
    text = file.read_text("utf-8")
    beside = re.findall(r'<(?:link rel="stylesheet" href|script defer src)="([^"]+)"', text)
    return file.stat().st_size + sum((file.parent / path).stat().st_size for path in beside)


def findings(browser: Any, file: Path) -> str:
    """What axe finds on a page, counted by impact."""
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(bypass_csp=True)
    page.goto(file.as_uri(), timeout=120_000)
    found = Counter(v["impact"] for v in Axe().run(page).response["violations"])
    page.close()
    return ", ".join(f"{count} {impact}" for impact, count in sorted(found.items())) or "none"


@click.command()
@click.option("--claims", default=50_000, show_default=True, help="Of the generated package.")
@click.option("--out", type=click.Path(path_type=Path), default=PAGE, help="The page to write.")
def main(claims: int, out: Path) -> None:
    """Measure the sites of the shipped package and of a generated one, and write the page."""
    from playwright.sync_api import sync_playwright

    told = [
        "# The explorer, measured\n",
        "Written by `python -m benchmarks.explorer`, which needs the extra `test` and Chromium. "
        "The packages are ours and one that `benchmarks/generate.py` makes. Pages are opened from "
        f"files; times are the median of {AGAIN}, from the address to the load event, on "
        f"{os.cpu_count()} processor cores. The tests fail where the start page or the largest "
        "table of our package needs a second, or axe finds anything serious on a page.\n",
    ]
    with TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        generate(claims, folder / "package")
        program = shutil.which("chromium")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for number, package in enumerate((ROOT, folder / "package")):
            told += lines(make(package, folder / f"site{number}"), browser)
    out.write_text("\n".join(told).rstrip("\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
