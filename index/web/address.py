"""Which web addresses may be asked: a URL is taken apart once, and every IP address it leads to is checked.

A server that fetches what it is told to can be sent where only it can reach: its own machine, the intranet, a cloud's
metadata service. So nothing is asked before each resolved address has passed ``check_address``, and the connection
then goes to the addresses that it returned, never to the name again.
"""

import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, unquote, urlsplit

import idna

from index.errors import BadInput, FetchFailed
from index.text import to_line

Resolve = Callable[[str], Sequence[str]]

MAX_LENGTH = 2000  # what index.articles keeps of an article's URL
_RESOLVE_SECONDS = 5.0
_PORTS = {"http": 80, "https": 443}
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Parameters that say how a reader came to a page, never which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|"
    r"_ga|_gl|_hsenc|_hsmi|oly_anon_id|oly_enc_id|vero_id|wickedid|cmpid|at_(?:medium|campaign|link_id|link_type)|smid|"
    r"ns_(?:mchannel|source|campaign|linkname|fee)|xtor|guccounter|guce_referrer(?:_sig)?",
    re.IGNORECASE,
)

_PRIVATE_V4 = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "198.18.0.0/15")
_PRIVATE = tuple(map(ip_network, (*_PRIVATE_V4, "::1/128", "fc00::/7")))
# Addresses that count as public or private by their number and belong to a cloud's inner services.
_METADATA = frozenset(map(ip_address, ("168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254")))
_GLOBAL_V6 = ip_network("2000::/3")  # all that was ever given out; Python calls fec0::/10 global
_NOT_GLOBAL = tuple(ip_network(n) for n in ("3fff::/20", "192.0.0.0/24", "192.88.99.0/24"))
_NAT64 = ip_network("64:ff9b::/96")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


@dataclass(frozen=True, slots=True)
class Url:
    """An http or https address: ``host`` is ASCII or an IP address without brackets, ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """The host as a request names it, with the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"


def parse_url(written: str) -> Url:
    """Take a URL apart. Raises BadInput for whatever could mean one thing here and another elsewhere."""
    written = written.strip(" \t\r\n")
    if len(written) > MAX_LENGTH:
        raise _refusal(written, f"it is longer than {MAX_LENGTH:,} characters", "Give the page's plain address.")
    if _NOT_IN_A_URL.search(written):
        raise _refusal(written, "it holds a space, a backslash or a control character", "Copy the address once more.")
    try:
        parts = urlsplit(written)
    except ValueError as error:
        raise _refusal(written, f"it is not a valid address ({error})", "Copy the address once more.") from None
    if parts.scheme not in _PORTS or not parts.netloc:
        raise _refusal(written, "only http:// and https:// addresses are read", "Give one that starts with https://.")
    if "@" in parts.netloc:
        raise _refusal(written, "it carries a user name or password", "Give the address without the part up to the @.")
    host, port = _split_port(written, parts.netloc)
    target = _escape(parts.path or "/", "/") + (f"?{_escape(parts.query, '/?')}" if parts.query else "")
    return Url(parts.scheme, _to_host(written, host), port or _PORTS[parts.scheme], target)


def canonical_url(written: str) -> str:
    """The one form of a URL that names its article: no fragment, tracking parameters or default port.

    Raises BadInput like ``parse_url``.
    """
    url = parse_url(written)
    path, _, query = url.target.partition("?")
    kept = [part for part in query.split("&") if part and not _TRACKING.fullmatch(unquote(part.partition("=")[0]))]
    target = _ESCAPE.sub(_normal_escape, path + ("?" + "&".join(kept) if kept else ""))
    return str(Url(url.scheme, url.host, url.port, target))


def check_address(url: Url, *, allow_private: bool, resolve: Resolve) -> tuple[str, ...]:
    """The IP addresses to connect to for ``url``, each of them checked.

    Raises BadInput if any address that the host leads to must not be asked, FetchFailed if it leads nowhere.
    """
    try:
        found: Sequence[str] = (str(ip_address(url.host)),)
    except ValueError:
        found = resolve(url.host)
    if not found:
        raise FetchFailed(f"{shown(str(url))} cannot be reached: the host {url.host} has no address.")
    for address in found:
        kind = _kind_of(address)
        if kind == "public" or (kind == "private" and allow_private):
            continue
        subject = "it" if address == url.host else f"{url.host} leads to {to_line(address, 60)}, which"
        if kind == "private":
            reason = f"{subject} is inside a private network"
            raise _refusal(str(url), reason, "If it is your own intranet, set CLIPPINGS_ALLOW_PRIVATE_URLS=1.")
        raise _refusal(str(url), f"{subject} is {kind}", "Give the address of a public page.")
    return tuple(dict.fromkeys(found))


def resolve_host(host: str) -> Sequence[str]:
    """The IP addresses of a name, as the system resolves it. Raises FetchFailed if it cannot within some seconds."""
    found: list[str] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    # getaddrinfo has no time-out of its own; a thread that outlives its use does no harm.
    thread = threading.Thread(target=look_up, name="resolve", daemon=True)
    thread.start()
    thread.join(_RESOLVE_SECONDS)
    if thread.is_alive():
        raise FetchFailed(f"The host {host} could not be looked up within {_RESOLVE_SECONDS:.0f} seconds.")
    if failed:
        reason = failed[0].strerror or str(failed[0])
        raise FetchFailed(f"The host {host} could not be looked up ({reason}). Check the spelling and the network.")
    return found


def shown(url: str) -> str:
    """A URL as a message may show it: one short line, without a password."""
    return to_line(re.sub(r"//[^/?#]*@", "//…@", url), 200)


def _refusal(url: str, reason: str, way_out: str) -> BadInput:
    return BadInput(f"The address {shown(url)} is not asked: {reason}. {way_out}")


def _split_port(written: str, netloc: str) -> tuple[str, int | None]:
    host, colon, port = netloc.rpartition(":")
    if not colon or netloc.endswith("]"):
        return netloc, None
    if not port:
        return host, None
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536):
        raise _refusal(written, "its port is no number from 1 to 65535", "Correct the port, or leave it out.")
    return host, int(port)


def _to_host(written: str, host: str) -> str:
    if host.startswith("[") and host.endswith("]"):
        if "%" in host:
            raise _refusal(written, "it names a network zone of this machine", "Give the address of a public page.")
        try:
            return str(IPv6Address(host[1:-1]))
        except ValueError:
            raise _refusal(written, f"{host} is no IPv6 address", "Give the name of the server.") from None
    try:
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        raise _refusal(written, "its host is no valid name", "Copy the address once more.") from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refusal(written, "its host is no valid name", "Copy the address once more.")
    if _NUMBER.fullmatch(labels[-1]):
        # 127.1, 0x7f.1, 0177.0.0.1 and 2130706433 are 127.0.0.1 to some programs and something else to others.
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise _refusal(written, f"{name} is no plain IP address", "Write it as four decimal numbers.") from None
    return name


def _kind_of(written: str) -> str:
    """``public``, ``private``, or in words what else an IP address, or what it carries inside, is."""
    try:
        kinds = {_kind_of_one(address) for address in _unwrap(ip_address(written))}
    except ValueError:
        return "no IP address"
    return (kinds - {"public", "private"} or kinds - {"public"} or kinds).pop()


def _unwrap(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address, or those it leads to where an IPv6 address carries an IPv4 address inside."""
    if isinstance(address, IPv4Address) or address.scope_id:
        return [address]
    carried = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        carried = IPv4Address(int(address) & 0xFFFF_FFFF)
    if carried:
        return [carried]
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        return [address, IPv4Address(int(address) & 0xFFFF_FFFF)]
    return [address]  # Teredo and IPv4-compatible addresses are refused as they are


def _kind_of_one(address: IPv4Address | IPv6Address) -> str:
    if address in _METADATA:
        return "the inner service of a cloud"
    if isinstance(address, IPv6Address) and address.scope_id:
        return "a network zone of this machine"
    if any(address in network for network in _PRIVATE if network.version == address.version):
        return "private"
    if address.is_link_local:
        return "a link-local address, where machines keep their credentials"
    usual = address.is_global and not address.is_multicast and not address.is_reserved
    listed = any(address in network for network in _NOT_GLOBAL if network.version == address.version)
    if not usual or listed or (isinstance(address, IPv6Address) and address not in _GLOBAL_V6):
        return "no address of a public web server"
    return "public"


def _escape(part: str, also: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe="%:@!$&'()*+,;=~-._" + also)


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()
