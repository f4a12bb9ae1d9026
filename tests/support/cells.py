"""Cells made at random."""

from hypothesis import strategies as st

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8) | (
    st.sampled_from(
        ["", '"', ",", "a,b", 'say "x"', "two\nlines", " edge ", "01", "-1", "é", "e\u0301"]
    )
    | st.text(" \t\r\na\u0301\u00a0", max_size=8)
)
