"""What is wrong with a descriptor and its schemas, and what of it cannot be checked."""

from collections.abc import Mapping
from typing import Any

from bru.datapackage.property_types import Shape
from bru.model.problem import Defect, NotRun


class Notes:
    """Collects defects, and reasons not to check something, on the way through a descriptor."""

    def __init__(self, descriptor: str) -> None:
        self.descriptor = descriptor
        self.defects: list[Defect] = []
        self.not_run: list[NotRun] = []

    def defect(
        self, kind: str, detail: str, resource: str = "", path: str = "", **more: Any
    ) -> None:
        """Note a defect of the descriptor, or of `path`."""
        at = path or self.descriptor
        self.defects.append(Defect(kind, resource, detail=detail, path=at, **more))

    def skip(self, what: str, why: str, blamed: str = "") -> None:
        """Note what cannot be checked, a resource or a field of it, and why; by which resource."""
        self.not_run.append(NotRun("", f"{what}: {why}", blamed))

    def sound(
        self,
        spec: Mapping[str, Any],
        shapes: Mapping[str, Shape],
        kind: str,
        resource: str,
        path: str = "",
        field: str = "",
    ) -> dict[str, Any]:
        """`spec` without the properties that have a wrong kind of value; each is a defect."""
        bad = [k for k, v in spec.items() if k in shapes and not shapes[k][1](v)]
        for name in bad:
            detail = f'"{name}" must be {shapes[name][0]}'
            self.defect(kind, detail, resource, path, field=field or name)
        return {k: v for k, v in spec.items() if k not in bad}
