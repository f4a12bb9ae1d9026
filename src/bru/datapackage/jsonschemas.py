"""JSON Schemas: constraints of a field, and profiles of a descriptor.

A library judges, without reaching for an address. Expressions in constraints are matched in bounded
time, as those of fields are.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from bru.datapackage.expression import UnboundedError, matches
from bru.datapackage.metadata import STANDARD
from bru.model.problem import Steps


class SchemaError(ValueError):
    """It is no JSON Schema that can be applied, or refers to what is not at hand."""


def validator(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Whether a value is valid against a schema. Raises SchemaError."""
    return _validator(json.dumps(schema, sort_keys=True))


@lru_cache(maxsize=64)
def _validator(text: str) -> Callable[[Any], bool]:
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    own = {"pattern": _pattern, "patternProperties": _pattern_properties}
    found = _judge(json.loads(text), own, Registry())

    def is_valid(value: Any) -> bool:
        try:
            return bool(found.is_valid(value))
        except Unresolvable as error:
            raise UnboundedError(f"a JSON Schema refers to {error.ref}") from error
        except RecursionError as error:
            raise UnboundedError("a JSON Schema refers to itself without end") from error

    return is_valid


def _judge(schema: Mapping[str, Any], own: Mapping[str, Any], registry: Any) -> Any:
    """What judges by a schema, with own rules for some keywords. Raises SchemaError."""
    import jsonschema
    from jsonschema import validators

    known = validators.validator_for(schema, default=jsonschema.Draft7Validator)
    try:
        known.check_schema(schema)
    except (jsonschema.SchemaError, RecursionError) as error:
        raise SchemaError(getattr(error, "message", "it is too deep")) from error
    return validators.extend(known, own)(schema, registry=registry)


def faults(spec: Mapping[str, Any], profile: Mapping[str, Any]) -> Iterator[tuple[str, Steps, str]]:
    """Where a descriptor does not fit the profile of an extension, and why. Raises SchemaError.

    What a profile takes over from the standard is judged by the rules about it.
    """
    from referencing import Registry, Resource
    from referencing.exceptions import NoSuchResource, Unresolvable
    from referencing.jsonschema import DRAFT7

    def at_hand(uri: str) -> Resource[Any]:
        if STANDARD.fullmatch(uri):
            return Resource.from_contents({}, DRAFT7)
        raise NoSuchResource(uri)

    try:
        judge = _judge(profile, {}, Registry(retrieve=at_hand))  # type: ignore[call-arg]
        for error in sorted(judge.iter_errors(spec), key=lambda e: [*map(str, e.absolute_path)]):
            place = error.json_path.removeprefix("$").lstrip(".")
            yield place, tuple(error.absolute_path), error.message
    except SchemaError as error:
        raise SchemaError(f"it is no JSON Schema: {error}") from error
    except Unresolvable as error:
        raise SchemaError(f"it refers to {error.ref}, which is not at hand") from error
    except RecursionError as error:
        raise SchemaError("it refers to itself without end") from error


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
