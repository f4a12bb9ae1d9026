"""Size and hash of a file, as the descriptor gives them and as they are."""

import hashlib

from bru.model.package import Resource
from bru.model.problem import Defect

METHODS = ("md5", "sha1", "sha256", "sha512")


class Pin:
    """Compares what is read of a file with `bytes` and `hash` of its resource, where given."""

    def __init__(self, resource: Resource) -> None:
        self.resource, self.size = resource, 0
        self.given = resource.spec.get("hash")
        method, _, self.digest = str(self.given or "").rpartition(":")
        method, self.hash = method.lower() or "md5", None
        self.is_given = bool(self.given) or resource.spec.get("bytes") is not None
        if self.given and method in METHODS:
            self.hash = hashlib.new(method, usedforsecurity=False)

    def update(self, data: bytes) -> None:
        """The next bytes of the file."""
        self.size += len(data)
        if self.hash is not None:
            self.hash.update(data)

    def defects(self, path: str, digest: str = "") -> list[Defect]:
        """What is not as the descriptor at `path` gives it; `digest`: worked out elsewhere."""
        name, given, found = self.resource.name, self.resource.spec.get("bytes"), []
        if given is not None and given != self.size:
            detail = f"{self.size:,}"
            found.append(Defect("bytes", name, value=str(given), detail=detail, path=path))
        if self.given and self.hash is None:
            found.append(Defect("hash-method", name, value=self.given, path=path))
        elif self.hash and (digest or self.hash.hexdigest()) != self.digest.lower():
            found.append(Defect("hash", name, value=str(self.given), path=path))
        return found
