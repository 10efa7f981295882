"""One polite GET: checked and pinned addresses at every step, limits on time and size, conditional requests.

httpcore is used as it stands, below httpx. It reads no proxy, cookie or password from anywhere.
"""

import re
import ssl
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin

import httpcore

from index.errors import BadInput, FetchFailed
from index.web.address import Resolve, Url, check_address, parse_url, resolve_host, shown
from index.web.connection import Deadline, Pinned, tls_context

USER_AGENT = "Clippings/0.1 (news archive reader; +local)"

HTML_TYPES = ("text/html", "application/xhtml+xml")
XML_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
TEXT_TYPES = ("text/plain",)
_ACCEPTED = HTML_TYPES + XML_TYPES + TEXT_TYPES

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_PIECE = 65536
# Concatenated gzip streams are legal and rare; a flood of empty ones only burns time.
_MAX_GZIP_MEMBERS = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one GET may cost, its redirects included; ``size`` counts bytes after decompression."""

    connect_s: float = 5.0
    read_s: float = 10.0
    whole_s: float = 30.0
    size: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to tell whether ``url`` has changed; it goes back to that address and to no other."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A body that was fetched. ``url`` names it for good: the address that was asked, or where it has moved for ever;
    ``base`` is where it came from this time, and what its links are relative to."""

    url: str
    base: str
    content_type: str
    charset: str
    body: bytes
    validators: Validators | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server's word that nothing has changed since the validators were given."""

    url: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Client:
    """Asks the web. ``resolve``, ``backend`` and ``tls`` are where tests stand in for the network."""

    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)
    resolve: Resolve = resolve_host
    backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    tls: ssl.SSLContext | None = None

    def get(self, written: str, known: Validators | None = None) -> Page | Unchanged:
        """Fetch a URL. Raises BadInput if it, or where it leads, must not be asked; FetchFailed if that went wrong."""
        deadline = Deadline(self.limits.whole_s)
        first = lasting = url = parse_url(written)
        moved_for_good = True
        for _ in range(self.limits.redirects + 1):
            conditional = known if known and known.url == str(url) else None
            try:
                answer = self._ask(url, conditional, deadline)
            except BadInput as error:
                raise error if url is first else _led_astray(first, error) from None
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return _to_page(answer, url, lasting, conditional)
            url = _follow(first, url, answer.headers["location"])
            moved_for_good = moved_for_good and answer.status in _PERMANENT
            lasting = url if moved_for_good else lasting
        raise FetchFailed(f"{shown(written)} leads from address to address more than {self.limits.redirects} times.")

    def _ask(self, url: Url, known: Validators | None, deadline: Deadline) -> _Answer:
        addresses = check_address(url, allow_private=self.allow_private, resolve=self.resolve)
        connection = httpcore.HTTPConnection(
            origin=httpcore.Origin(url.scheme.encode(), url.host.encode(), url.port),
            ssl_context=(self.tls or tls_context()) if url.scheme == "https" else None,
            network_backend=Pinned(self.backend, addresses, deadline),
        )
        timeouts = {"connect": self.limits.connect_s, "read": self.limits.read_s, "write": self.limits.read_s}
        try:
            with (
                connection,
                connection.stream(
                    "GET",
                    httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target),
                    headers=_request_headers(url, known),
                    extensions={"timeout": timeouts},
                ) as response,
            ):
                headers = _headers_of(response)
                body = b""
                if response.status == HTTPStatus.OK:
                    _check_kind(url, headers)
                    body = _read(url, headers, response.iter_stream(), self.limits.size)
                return _Answer(response.status, headers, body)
        except httpcore.TimeoutException:
            spent = f"within {self.limits.whole_s:g} seconds" if deadline.passed else "in time"
            raise FetchFailed(f"{shown(str(url))} did not answer {spent}. Try again later.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
            reason = str(error) or type(error).__name__
            raise FetchFailed(f"{shown(str(url))} cannot be read ({reason}). Try again later.") from error


def _request_headers(url: Url, known: Validators | None) -> list[tuple[str, str]]:
    headers = [
        ("Host", url.host_header),
        ("User-Agent", USER_AGENT),
        ("Accept", ", ".join(_ACCEPTED)),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    ]
    if known and known.etag:
        headers.append(("If-None-Match", known.etag))
    if known and known.last_modified:
        headers.append(("If-Modified-Since", known.last_modified))
    return headers


def _headers_of(response: httpcore.Response) -> dict[str, str]:
    """The first value of each header, by its name in lower case."""
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("utf-8", "replace").strip())
    return headers


def _follow(first: Url, url: Url, location: str) -> Url:
    try:
        following = parse_url(urljoin(str(url), location))
    except (BadInput, ValueError) as error:
        raise _led_astray(first, error) from None
    if first.scheme == "https" and following.scheme == "http":
        raise _led_astray(first, BadInput(f"{shown(str(following))} is not encrypted, and the first address was."))
    return following


def _led_astray(first: Url, error: Exception) -> BadInput:
    return BadInput(f"{shown(str(first))} leads on to an address that is refused. {error}")


def _check_kind(url: Url, headers: dict[str, str]) -> None:
    kind = _content_type(headers)
    if kind not in _ACCEPTED:
        raise FetchFailed(
            f"{shown(str(url))} is {kind or 'of no stated kind'}, and only web pages, plain text and feeds are read."
        )


def _content_type(headers: dict[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()[:100]


def _charset(headers: dict[str, str]) -> str:
    """The encoding that the server names; Punycode is for hosts, and takes time by the square of a text's length."""
    named = _CHARSET.search(headers.get("content-type", ""))
    return "" if named is None or "punycode" in named[1].lower() else named[1]


def _read(url: Url, headers: dict[str, str], chunks: Iterable[bytes], limit: int) -> bytes:
    too_large = FetchFailed(f"{shown(str(url))} is larger than {limit / 1e6:g} MB, which no article is.")
    length = headers.get("content-length", "")
    if length.isdigit() and len(length) < 20 and int(length) > limit:
        raise too_large
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding in ("gzip", "x-gzip"):
        chunks = _unzip(url, chunks, limit)
    elif encoding not in ("", "identity"):
        raise FetchFailed(f"{shown(str(url))} is compressed in a way that was not asked for ({encoding[:40]}).")
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def _unzip(url: Url, chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Decompress piece by piece, so that a bomb is noticed at the limit and not when it has filled the memory."""
    broken = FetchFailed(f"{shown(str(url))} is compressed and damaged on its way. Try again later.")
    unzip = zlib.decompressobj(wbits=31)
    members = received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > limit:
            raise FetchFailed(f"{shown(str(url))} is larger than {limit / 1e6:g} MB, which no article is.")
        while chunk:
            if unzip.eof:
                members += 1
                if members >= _MAX_GZIP_MEMBERS:
                    raise broken
                unzip = zlib.decompressobj(wbits=31)
            try:
                yield unzip.decompress(chunk, _PIECE)
            except zlib.error:
                raise broken from None
            chunk = unzip.unused_data if unzip.eof else unzip.unconsumed_tail
    if received and not unzip.eof:
        raise broken


def _to_page(answer: _Answer, url: Url, lasting: Url, conditional: Validators | None) -> Page | Unchanged:
    if answer.status == HTTPStatus.NOT_MODIFIED and conditional:
        return Unchanged(str(lasting))
    if answer.status != HTTPStatus.OK:
        raise FetchFailed(f"{shown(str(url))} answered {_say_status(answer.status)}.")
    etag, last_modified = (_validator(answer.headers.get(name, "")) for name in ("etag", "last-modified"))
    return Page(
        url=str(lasting),
        base=str(url),
        content_type=_content_type(answer.headers),
        charset=_charset(answer.headers),
        body=answer.body,
        validators=Validators(str(url), etag, last_modified) if etag or last_modified else None,
    )


def _validator(value: str) -> str:
    """A validator that can go back exactly as it came; anything else would never match."""
    return value if len(value) <= 1000 and value.isascii() and value.isprintable() else ""


def _say_status(status: int) -> str:
    try:
        return f"“{status} {HTTPStatus(status).phrase}”"
    except ValueError:
        return f"with the status {status}"
