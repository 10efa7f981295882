"""The connection that a GET goes over: to the IP addresses that were checked, and no longer than the whole time.

httpcore's network backend is where the connection is led to those addresses, while the Host header and TLS keep the
name.
"""

import ssl
import time
from collections.abc import Iterable

import certifi
import httpcore


class Deadline:
    """The end of the whole time; every step on the network gets what is left of it and no more."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def cap(self, timeout: float | None) -> float:
        """The seconds that a step may take. Raises ReadTimeout where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole time is up")
        return left if timeout is None else min(timeout, left)


class Pinned(httpcore.NetworkBackend):
    """Connects to the checked addresses, whatever the name may mean by now."""

    def __init__(self, backend: httpcore.NetworkBackend, addresses: tuple[str, ...], deadline: Deadline) -> None:
        self._backend = backend
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._addresses:
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._deadline.cap(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address to connect to")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends with the deadline: a server that sends a byte a second is cut off."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def tls_context() -> ssl.SSLContext:
    """The system's authorities, which know an intranet's own, and certifi's, where the system has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
