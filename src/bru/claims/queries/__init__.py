"""Saved questions: SQL on the tables of a package and on its wide tables, run by SQLite.

A question is a file NAME.sql beside this module: its title in the first line, what it answers in
the second, then its parameters with their defaults, each as a comment.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any, NamedTuple

from bru.claims.provenance.facts import KEYS
from bru.export.content import Content
from bru.store import own

PARAMETER = re.compile(r"-- :(\w+) = (.+)")


class Question(NamedTuple):
    """A question by name. `parameters`: their defaults, by name; the SQL has them with a colon."""

    name: str
    title: str
    about: str
    parameters: Mapping[str, str]
    sql: str


class Answer(NamedTuple):
    """The columns and rows of an answer; None where a cell is empty."""

    question: Question
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name."""
    files = own.folder("claims/queries")
    found = (read(name, data.decode()) for name, data in files.items() if name.endswith(".sql"))
    return {question.name: question for question in found}


def read(file: str, text: str) -> Question:
    """A question from its file."""
    title, about, *rest = text.split("\n")
    named = (m for line in rest if (m := PARAMETER.fullmatch(line)))
    parameters = {m[1]: m[2] for m in named}
    sql = "\n".join(line for line in rest if not line.startswith("--")).strip()
    name = file.removesuffix(".sql")
    return Question(name, title.removeprefix("-- "), about.removeprefix("-- "), parameters, sql)


def answer(content: Content, question: Question, given: Mapping[str, str]) -> Answer:
    """The answer for a package. Raises ValueError for a parameter that there is not."""
    unknown = [name for name in given if name not in question.parameters]
    if unknown:
        known = ", ".join(question.parameters) or "none"
        raise ValueError(f"{question.name} has no parameter {unknown[0]}; there are: {known}")
    with closing(opened(content)) as connection:
        return asked(connection, question, given)


def answers(content: Content, form: str) -> list[Answer]:
    """The answers to all questions, with the defaults of their parameters, for a form of output."""
    with closing(opened(content, form)) as connection:
        return [asked(connection, question, {}) for question in questions().values()]


def asked(connection: sqlite3.Connection, question: Question, given: Mapping[str, str]) -> Answer:
    """The answer that a database gives."""
    cursor = connection.execute(question.sql, {**question.parameters, **given})
    columns = [column[0] for column in cursor.description]
    return Answer(question, columns, cursor.fetchall())


def identified(columns: Sequence[str]) -> dict[int, str]:
    """The columns with the ID of what the column before them names, and its table."""
    keys = {key: table for table, (key, _) in KEYS.items()}
    found = {n: next((keys[k] for k in keys if c.endswith(k)), "") for n, c in enumerate(columns)}
    return {n: table for n, table in found.items() if n and table}


def opened(content: Content, form: str = "a saved question") -> sqlite3.Connection:
    """The tables of a package and the wide ones in memory: numbers and truth values as text there.

    Raises ValueError where SQLite cannot hold the package, or it is not about claims.
    """
    from bru.claims.export.facts import Facts
    from bru.export.sqlite import database

    Facts(content, form)
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database(content))
    return connection
