"""A package with one document of our own."""

from __future__ import annotations

from pathlib import Path

from support import cases

TEXT = (
    "Menü\nQuovadis Ltd of Zyxburg shipped 43.4 tonnes <of> granite & “slate” in 2031, twice as much "
    "as Ines Brandão’s quarry had promised to anybody.\nForty-two crates went to Zyxburg’s museum.\n"
    "7 comments"
)


PACKAGE = """\
--- sources.csv
source_id,document_sha256
s1,{sha256 documents/a.txt}
--- claims.csv
claim_id,source_id,statement,kind,asserted_by,span_start,span_end,span_words,span_sha256,span_exact_sha256
c-one,s1,A <b>statement</b> & more,event,,{cite documents/a.txt: PASSAGE}
--- exclusions.csv
source_id,span_start,span_end,reason
s1,0,4,navigation
--- documents/a.txt
TEXT
"""
PASSAGE = "shipped 43.4 tonnes <of> granite & “slate” in 2031, twice as much as Ines Brandão’s"


def write(folder: Path, text: str = TEXT, passage: str = PASSAGE) -> None:
    """A package with one document of our own, as files."""
    file = folder / "BRU999.txt"
    content = PACKAGE.replace("TEXT", text).replace("PASSAGE", passage)
    file.write_text(f"\n=== case\n{content}--- problems\n", encoding="utf-8")
    (case,) = cases.read(file)
    for name, data in {
        **case.files,
        **{f"documents/{n}": d for n, d in case.documents.items()},
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
