"""JSON Schemas as constraints of a field: a library judges, without reaching for an address.

Expressions in them are matched in bounded time, as those of fields are.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from bru.datapackage.expression import UnboundedError, matches


class SchemaError(ValueError):
    """The constraint is no JSON Schema that can be applied."""


def validator(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Whether a value is valid against a schema. Raises SchemaError."""
    return _validator(json.dumps(schema, sort_keys=True))


@lru_cache(maxsize=64)
def _validator(text: str) -> Callable[[Any], bool]:
    import jsonschema
    from jsonschema import validators
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    schema = json.loads(text)
    known = validators.validator_for(schema, default=jsonschema.Draft7Validator)
    try:
        known.check_schema(schema)
    except (jsonschema.SchemaError, RecursionError) as error:
        raise SchemaError(getattr(error, "message", "it is too deep")) from error
    bounded = validators.extend(
        known, {"pattern": _pattern, "patternProperties": _pattern_properties}
    )
    found = bounded(schema, registry=Registry())

    def is_valid(value: Any) -> bool:
        try:
            return bool(found.is_valid(value))
        except Unresolvable as error:
            raise UnboundedError(f"a JSON Schema refers to {error.ref}") from error
        except RecursionError as error:
            raise UnboundedError("a JSON Schema refers to itself without end") from error

    return is_valid


def _found(expression: str, text: str) -> bool:
    """Whether an expression finds something in a text. Raises UnboundedError."""
    return matches(rf"[\s\S]*?(?:{expression})[\s\S]*", text)


def _pattern(validator: Any, expression: str, value: Any, schema: Any) -> Iterator[Exception]:
    from jsonschema import ValidationError

    if isinstance(value, str) and not _found(expression, value):
        yield ValidationError("does not match")


def _pattern_properties(validator: Any, given: Any, value: Any, schema: Any) -> Iterator[Exception]:
    if isinstance(value, dict):
        for expression, inner in given.items():
            for name, part in value.items():
                if _found(expression, name):
                    yield from validator.descend(part, inner)
