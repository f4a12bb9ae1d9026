"""Regular expressions that may come from anywhere, matched in bounded time.

Python's matcher tries one way after the other, and some expressions have more ways than there is
time: `(a+)+$` on forty letters. In the main thread a timer of processor time ends that; where no
timer can be had (another thread, Windows), an expression is tried only if it is plain that it
cannot take long. What is not matched to its end is told: it never reads as passed.
"""

import re
import signal
import threading
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from bru.model import limits
from bru.model.problem import shown

SLICE = 1000  # values that share one timer
PER_CHARACTER = 1e-6  # seconds a timer runs on for each character: no honest pattern needs it
PATIENCE = 3  # expressions that take too long; after them what might is tried no more
STEPS = 10**9  # ways to try, at most, without a timer
ERRORS = (re.error, RecursionError, OverflowError, ValueError, MemoryError)  # of `compiled`


class UnboundedError(ValueError):
    """An expression that took too long, or may take too long to be tried."""


class Timeout(BaseException):
    """The timer ended; raised inside the matcher and nowhere else."""


@lru_cache(maxsize=1024)
def compiled(expression: str) -> re.Pattern[str]:
    """The expression, with the letters and digits of ASCII. Raises one of ERRORS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of expressions that may mean something else one day
        return re.compile(expression, re.ASCII)


LIKE = {"i": "İı", "k": "\u212a", "s": "ſ", "д": "\u1c81", "т": "\u1c84\u1c85"}  # in any case


def any_case(words: str) -> str:
    """An expression of letters and signs, without escapes of letters, for letters in any case."""
    classes = {c: f"[{c}{c.upper()}{LIKE.get(c, '')}]" for c in {*words} if c.isalpha()}
    return "".join(classes.get(c, c) for c in words)


def any_of(texts: Sequence[str]) -> str | None:
    """An expression for these texts; None when it would be too long."""
    expression = "|".join(map(re.escape, texts))
    return expression if len(expression) <= limits.PATTERN else None


def matches(expression: str, value: str) -> bool:
    """Whether the expression matches a value in full. Raises UnboundedError."""
    from bru.datapackage.ambiguity import measured

    if measured(expression) == (0, 0.0):
        return compiled(expression).fullmatch(value) is not None
    return not rejected(expression, [value])


def rejected(expression: str, values: Collection[str]) -> list[str]:
    """The values that the expression does not match in full. Raises UnboundedError."""
    match = compiled(expression).fullmatch
    if sum(map(expression.count, "*+{?(")) <= 1:  # few ways: each alternative is tried once
        return [v for v in values if not match(v)]
    if expression in _late:
        raise UnboundedError(f"the pattern {shown(expression)} takes too long")
    if len(_late) >= PATIENCE or not has_timer():
        from bru.datapackage.ambiguity import steps

        if steps(expression, values) > STEPS:
            raise UnboundedError(f"the pattern {shown(expression)} may take for ever")
        return [v for v in values if not match(v)]
    found: list[str] = []
    for part in slices(values):
        seconds = limits.PATTERN_SECONDS + PER_CHARACTER * sum(map(len, part))
        try:
            found += within(seconds, match, part)
        except Timeout:
            _late.add(expression)
            raise UnboundedError(f"the pattern {shown(expression)} takes too long") from None
    return found


def slices(values: Collection[str]) -> Iterator[Sequence[str]]:
    """The values, some at a time."""
    left = iter(values)
    while part := list(islice(left, SLICE)):
        yield part


_late: set[str] = set()  # what took too long since `begin`; in the main thread, as the timer is
_armed = False


def begin() -> None:
    """Have patience again: what took too long for one package may be quick for the next."""
    _late.clear()


def has_timer() -> bool:
    """Whether this thread can be interrupted and nobody else uses the timer."""
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        return False
    if signal.getsignal(signal.SIGVTALRM) not in (signal.SIG_DFL, _ring):
        return False
    return signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def within(seconds: float, match: Callable[[str], object], values: Sequence[str]) -> Sequence[str]:
    """The values that do not match. Raises Timeout after so much processor time."""
    global _armed
    if signal.getsignal(signal.SIGVTALRM) is not _ring:
        signal.signal(signal.SIGVTALRM, _ring)  # stays: a late signal must not end the process
    _armed = True
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return [v for v in values if not match(v)]
    finally:
        _armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _ring(number: int, frame: object) -> None:
    if _armed:
        raise Timeout
