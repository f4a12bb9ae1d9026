"""Files at addresses of the web, fetched only where that is asked for, and never without limits.

Only http and https; so many bytes, seconds and redirections; no address inside a network, unless
that is allowed. The name of a server is looked up once and the address that was checked is the
one that is connected to. Proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from urllib.parse import urljoin, urlsplit

from bru.model import limits
from bru.store.base import Overlay, Store
from bru.store.errors import UnreachableError

PORTS = {"http": 80, "https": 443}
MOVED, GONE = (301, 302, 303, 307, 308), (404, 410)
PART = 64 * 1024


class Online(Overlay):
    """A store whose paths may be addresses as well. `local` has the files of the package."""

    is_online = True

    def __init__(
        self,
        local: Store,
        allow_private: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(local, {})
        self.local, self.allow_private, self.clock = local, allow_private, clock
        self.fetched: dict[str, bytes] = {}
        self.room = limits.REMOTE_BYTES

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of a file of the package, or at an address.

        Raises as `Store.read`; UnreachableError where an address cannot be had now.
        """
        if "://" not in path:
            return super().read(path, most)
        if path not in self.fetched:
            self.fetched[path] = self._fetch(path, min(most, self.room))
            self.room -= len(self.fetched[path])
        return self.fetched[path]

    def _fetch(self, url: str, most: int) -> bytes:
        end = self.clock() + limits.REMOTE_SECONDS
        for _ in range(limits.REDIRECTIONS + 1):
            found = self._answer(url, most, end)
            if isinstance(found, bytes):
                return found
            url = urljoin(url, found)
        raise UnreachableError(f"leads on more than {limits.REDIRECTIONS} times")

    def _answer(self, url: str, most: int, end: float) -> bytes | str:
        """The bytes at an address, or the address it leads to."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS:
            raise UnreachableError(f"is at an address of the kind {parts.scheme}, not http(s)")
        try:
            port = parts.port or PORTS[parts.scheme]
            with closing(self._connection(parts.scheme, parts.hostname or "", port, end)) as server:
                timer = threading.Timer(self._left(end), cut_off, [server])
                timer.start()  # for a server that answers, and never comes to an end
                try:
                    return self._asked(server, url, most, end)
                finally:
                    timer.cancel()
        except (FileNotFoundError, UnreachableError):
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnreachableError(f"cannot be fetched: {error or type(error).__name__}") from error

    def _asked(
        self, server: http.client.HTTPConnection, url: str, most: int, end: float
    ) -> bytes | str:
        """What a server answers: the bytes at an address, or the address it leads to."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        server.request("GET", target, headers={"Accept-Encoding": "identity", "User-Agent": "bru"})
        answer = server.getresponse()
        if answer.status in MOVED and (place := answer.getheader("Location")):
            return place
        if answer.status in GONE:
            raise FileNotFoundError(url)
        if answer.status != http.client.OK:
            raise UnreachableError(f"cannot be fetched: the server says {answer.status}")
        found, size = list[bytes](), 0
        while part := answer.read1(PART):
            size += len(part)
            if size > most:
                raise UnreachableError(f"has more than {most:,} bytes, which are not fetched")
            self._left(end)
            found.append(part)
        if answer.length:  # what is left of the length that was told
            raise UnreachableError("cannot be fetched: it ends too early")
        return b"".join(found)

    def _left(self, end: float) -> float:
        """The seconds that are left."""
        if (left := end - self.clock()) <= 0:
            raise UnreachableError(f"takes longer than {limits.REMOTE_SECONDS} seconds")
        return left

    def _connection(
        self, scheme: str, host: str, port: int, end: float
    ) -> http.client.HTTPConnection:
        """A connection to a server whose address was checked."""
        sock = self._connected(host, port, end)
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = sock
        return connection

    def _connected(self, host: str, port: int, end: float) -> socket.socket:
        """A socket to one of the addresses of a server, which may all be connected to."""
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(place[4][0]) for place in places))
        for address in addresses:
            if not (self.allow_private or is_public(address)):
                what = f"is at {address}, inside of a network; --allow-private fetches it"
                raise UnreachableError(what)
        failed: OSError | None = None
        for address in addresses:
            try:
                return socket.create_connection((address, port), timeout=self._left(end))
            except UnreachableError:
                raise
            except OSError as error:
                failed = error
        raise failed or UnreachableError(f"cannot be fetched: there is no server {host}")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network."""
    own = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(own, "ipv4_mapped", None)
    return (mapped or own).is_global and not own.is_multicast


def cut_off(server: http.client.HTTPConnection) -> None:
    """End a connection from another thread."""
    with suppress(OSError, AttributeError):
        server.sock.shutdown(socket.SHUT_RDWR)
