"""The nearest value is the one that difflib finds."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from bru.datapackage.suggest import nearest

TEXTS = st.text("abcd-é", max_size=12)


@given(TEXTS, st.lists(TEXTS, max_size=30), st.sampled_from([0.1, 0.5, 0.7, 1.0]))
def test_nearest_is_what_difflib_finds(value: str, known: list[str], least: float) -> None:
    found = nearest(value, known, least)

    assert ([] if found is None else [found]) == get_close_matches(value, known, 1, least)
