"""Slips of the keys: the quick search finds what comparing all words with all words finds."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bru.claims.words.spelling import is_slip, neighbours

WORDS = st.lists(st.text("abé'", min_size=1, max_size=7), max_size=12)


@given(WORDS, WORDS)
def test_neighbours_are_all_pairs_that_are_a_slip_apart(words: list[str], known: list[str]) -> None:
    every = {pair for pair in product(words, known) if is_slip(*pair)}

    assert set(neighbours(words, {*known})) == every


def test_a_slip() -> None:
    pairs = {"tractor": "tracttor tractr trector trcator", "a": "b ab", "ab": "ba"}

    assert all(is_slip(one, other) for one in pairs for other in pairs[one].split())


def test_no_slip() -> None:
    pairs = {"tractor": "tractor tracctorr rtacotr tract", "a": "a bc", "ab": "cd"}

    assert not any(is_slip(one, other) for one in pairs for other in pairs[one].split())
