"""A descriptor against the profile of an extension: a JSON Schema that is at hand."""

from collections.abc import Iterator, Mapping
from typing import Any

from bru.datapackage.metadata import STANDARD


class ProfileError(ValueError):
    """The profile is no JSON Schema, or refers to what is not at hand."""


def faults(spec: Mapping[str, Any], profile: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where a descriptor does not fit a profile, and why. Raises ProfileError.

    What a profile takes over from the standard is judged by the rules about it.
    """
    import jsonschema
    from jsonschema import validators
    from referencing import Registry, Resource
    from referencing.exceptions import NoSuchResource, Unresolvable
    from referencing.jsonschema import DRAFT7

    def at_hand(uri: str) -> Resource[Any]:
        if STANDARD.fullmatch(uri):
            return Resource.from_contents({}, DRAFT7)
        raise NoSuchResource(uri)

    known = validators.validator_for(profile, default=jsonschema.Draft7Validator)
    try:
        known.check_schema(profile)
        judge = known(profile, registry=Registry(retrieve=at_hand))  # type: ignore[call-arg]
        for error in sorted(judge.iter_errors(spec), key=lambda e: [*map(str, e.absolute_path)]):
            yield error.json_path.removeprefix("$").lstrip("."), error.message
    except jsonschema.SchemaError as error:
        raise ProfileError(f"it is no JSON Schema: {error.message}") from error
    except Unresolvable as error:
        raise ProfileError(f"it refers to {error.ref}, which is not at hand") from error
    except RecursionError as error:
        raise ProfileError("it refers to itself without end") from error
