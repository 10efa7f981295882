"""One polite GET against real servers: what is asked, what is accepted, and where it stops."""

import gzip
import ssl
import time
import tracemalloc
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from index.errors import BadInput, FetchFailed
from index.web.fetch import Client, Limits, Page, Unchanged, Validators

PUBLIC = "93.184.215.14"
HANG_GUARD_S = 20  # far above any limit set here, far below what the servers would take


def get(url: str, known: Validators | None = None, **limits: Any) -> Page:
    page = Client(allow_private=True, limits=Limits(**limits)).get(url, known)
    assert isinstance(page, Page)
    return page


def test_a_page_comes_with_its_type_charset_and_validators(server: Any) -> None:
    server.says("/a", "<p>x</p>", "Text/HTML; Charset='ISO-8859-1'", etag='"1"', last_modified="yesterday")
    page = get(server.url("/a?b=1"))
    url = server.url("/a?b=1")
    assert page == Page(url, url, "text/html", "ISO-8859-1", b"<p>x</p>", Validators(url, '"1"', "yesterday"))
    assert server.paths == ["/a?b=1"]


@pytest.mark.parametrize("charset", ["punycode", "'-PunyCode'"])
def test_an_encoding_for_the_names_of_hosts_is_not_taken(charset: str, server: Any) -> None:
    server.says("/", "x", f"text/plain; charset={charset}")
    assert get(server.url()).charset == ""


def test_the_request_is_plain_and_polite(server: Any) -> None:
    server.says("/", "x")
    get(server.url())
    (_, headers) = server.requests[0]
    assert headers.pop("accept").startswith("text/html, application/xhtml+xml, application/rss+xml")
    assert headers == {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": "Clippings/0.1 (news archive reader; +local)",
        "accept-encoding": "gzip",
        "connection": "close",
    }


@pytest.mark.parametrize("given", [{"etag": 'W/"1"'}, {"last_modified": "Mon, 01 Jan 2024 00:00:00 GMT"}])
def test_what_has_not_changed_is_not_sent_again(given: dict[str, str], server: Any) -> None:
    server.says("/", "<p>x</p>", **given)
    page = get(server.url())
    assert Client(allow_private=True).get(server.url(), page.validators) == Unchanged(server.url())
    assert len(server.requests) == 2


def test_validators_go_back_only_to_the_address_they_came_from(server: Any) -> None:
    server.leads("/old", "/new", 301)
    server.says("/new", "x", etag='"1"')
    page = get(server.url("/old"))
    assert page.validators == Validators(server.url("/new"), '"1"')
    again = Client(allow_private=True).get(server.url("/old"), page.validators)
    assert again == Unchanged(server.url("/new"))
    assert ["if-none-match" in headers for _, headers in server.requests] == [False, False, False, True]


def test_a_304_that_nobody_asked_for_is_a_failure(server: Any) -> None:
    server.says("/", status=304)
    with pytest.raises(FetchFailed, match="304"):
        get(server.url())


@pytest.mark.parametrize("etag", ['"ü"', '"' + "x" * 2000 + '"'])
def test_a_validator_that_could_not_go_back_as_it_came_is_dropped(etag: str, server: Any) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n")
        handler.wfile.write(b"ETag: " + etag.encode() + b"\r\n\r\nx")

    server.does("/", write)
    assert get(server.url()).validators is None


def test_a_page_that_moved_for_good_takes_its_new_name_and_one_that_is_elsewhere_today_keeps_its_own(
    server: Any,
) -> None:
    server.says("/there", "x")
    server.leads("/moved", "there", 301)
    server.leads("/away", "/there", 302)
    server.leads("/both", "/away", 308)
    assert get(server.url("/moved")).url == server.url("/there")
    page = get(server.url("/away"))
    assert (page.url, page.base) == (server.url("/away"), server.url("/there"))
    assert get(server.url("/both")).url == server.url("/away")


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 404, 410, 429, 500, 503, 799])
def test_any_other_answer_is_a_failure_that_names_it(status: int, server: Any) -> None:
    server.says("/", "<p>x</p>", status=status, www_authenticate="Basic")
    with pytest.raises(FetchFailed, match=str(status)):
        get(server.url())
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "kind", ["text/html", "text/plain; charset=utf-8", "application/rss+xml", "APPLICATION/ATOM+XML", "text/xml"]
)
def test_articles_and_feeds_are_accepted(kind: str, server: Any) -> None:
    server.says("/", "x", kind)
    assert get(server.url()).body == b"x"


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "video/mp4", "application/octet-stream", "", "html"])
def test_other_kinds_are_refused_unread(kind: str, server: Any) -> None:
    server.says("/", b"x" * 5_000_000, kind)
    with pytest.raises(FetchFailed, match="only web pages, plain text and feeds are read"):
        get(server.url())


def test_redirects_that_never_end_are_left(server: Any) -> None:
    server.leads("/", "/other")
    server.leads("/other", "/")
    with pytest.raises(FetchFailed, match="more than 5 times"):
        get(server.url())
    assert len(server.requests) == 6


def test_five_redirects_are_followed_and_no_sixth(server: Any) -> None:
    for step in range(6):
        server.leads(f"/{step}", f"/{step + 1}")
    server.says("/6", "arrived")
    assert get(server.url("/1")).body == b"arrived"
    with pytest.raises(FetchFailed):
        get(server.url("/0"))


def test_a_redirect_without_a_location_is_a_failure(server: Any) -> None:
    server.says("/", status=302)
    with pytest.raises(FetchFailed, match="302 Found"):
        get(server.url())


def test_a_large_page_is_not_read_when_its_length_says_so(server: Any) -> None:
    server.says("/", "x" * 10, content_length="10000001")
    with pytest.raises(FetchFailed, match="larger than 10 MB"):
        get(server.url())


def test_an_endless_page_is_left_at_the_limit(server: Any) -> None:
    sent = 0

    def write(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        while True:
            sent += handler.wfile.write(b"x" * 10_000)

    server.does("/", write)
    with pytest.raises(FetchFailed, match=r"larger than 0\.1 MB"):
        get(server.url(), size=100_000)
    assert sent < 50_000_000


def test_a_page_of_just_the_limit_is_read(server: Any) -> None:
    server.says("/", b"x" * 1000)
    assert len(get(server.url(), size=1000).body) == 1000
    with pytest.raises(FetchFailed):
        get(server.url(), size=999)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_gzip_is_read(encoding: str, server: Any) -> None:
    text = b"".join(b"%d " % number for number in range(100_000))
    server.says("/", gzip.compress(text), content_encoding=encoding)
    assert get(server.url()).body == text


def test_gzip_in_several_streams_is_read(server: Any) -> None:
    server.says("/", gzip.compress(b"one ") + gzip.compress(b"two"), content_encoding="gzip")
    assert get(server.url()).body == b"one two"


def test_a_gzip_bomb_goes_off_at_the_limit(server: Any) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    server.says("/", bomb, content_encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(FetchFailed, match=r"larger than 0\.1 MB"):
            get(server.url(), size=100_000)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"x" * 1000)[:-9], "gzip"),
        (b"not compressed", "gzip"),
        (gzip.compress(b"x") + b"rest", "gzip"),
        (gzip.compress(b"") * 1000, "gzip"),
        (b"x", "br"),
        (b"x", "zstd"),
        (gzip.compress(gzip.compress(b"x")), "gzip, gzip"),
    ],
)
def test_what_is_compressed_badly_or_otherwise_is_refused(body: bytes, encoding: str, server: Any) -> None:
    server.says("/", body, content_encoding=encoding)
    with pytest.raises(FetchFailed, match="compressed"):
        get(server.url())


def test_a_page_cut_short_is_a_failure(server: Any) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>half")
        handler.close_connection = True

    server.does("/", write)
    with pytest.raises(FetchFailed, match="cannot be read"):
        get(server.url())


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 1_000_000, b"\0" * 99]
)
def test_what_is_not_http_is_a_failure(answer: bytes, server: Any) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    server.does("/", write)
    with pytest.raises(FetchFailed, match="cannot be read"):
        get(server.url())


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""]
)
def test_a_server_that_drips_is_cut_off_by_the_whole_time(start: bytes, server: Any) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        for _ in range(3000):  # five minutes, no pause longer than the time-out of one read
            handler.wfile.write(b"x" if start else b"HTTP/1.1 100 Continue\r\n\r\n")
            handler.wfile.flush()
            time.sleep(0.1)

    server.does("/", write)
    began = time.monotonic()
    with pytest.raises(FetchFailed, match=r"within 0\.6 seconds"):
        get(server.url(), whole_s=0.6)
    assert time.monotonic() - began < HANG_GUARD_S


def test_slow_redirects_share_one_whole_time(server: Any) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    server.does("/", write)
    with pytest.raises(FetchFailed, match=r"within 0\.7 seconds"):
        get(server.url(), whole_s=0.7)
    assert len(server.requests) < 5


def test_a_silent_server_is_left_after_the_time_for_a_read(server: Any) -> None:
    server.does("/", lambda handler: time.sleep(60))
    with pytest.raises(FetchFailed, match="did not answer in time"):
        get(server.url(), read_s=0.2)


def test_a_closed_port_is_a_failure(canary: Any) -> None:
    canary.close()
    canary.close = lambda: None
    with pytest.raises(FetchFailed, match="cannot be read"):
        get(f"http://127.0.0.1:{canary.port}/")


def test_the_next_address_is_tried_when_one_does_not_answer(server: Any) -> None:
    server.says("/", "x")
    client = Client(allow_private=True, resolve=lambda _: ["::1", "127.0.0.1"])
    page = client.get(f"http://news.test:{server.port}/")
    assert isinstance(page, Page)


def test_tls_keeps_the_name_while_the_connection_goes_to_the_checked_address(
    tls_server: Any, make_backend: Callable[..., Any], trusted: ssl.SSLContext
) -> None:
    tls_server.says("/", "secure")
    backend = make_backend({PUBLIC: tls_server.port})
    page = Client(resolve=lambda _: [PUBLIC], backend=backend, tls=trusted).get("https://news.test/")
    assert isinstance(page, Page)
    assert page.body == b"secure"
    assert tls_server.names == ["news.test"]
    assert tls_server.requests[0][1]["host"] == "news.test"
    assert backend.connected == [PUBLIC]


@pytest.mark.parametrize("host", ["other.test", PUBLIC])
def test_a_certificate_for_another_name_is_refused(
    host: str, tls_server: Any, make_backend: Callable[..., Any], trusted: ssl.SSLContext
) -> None:
    tls_server.says("/", "secure")
    client = Client(resolve=lambda _: [PUBLIC], backend=make_backend({PUBLIC: tls_server.port}), tls=trusted)
    with pytest.raises(FetchFailed, match="CERTIFICATE_VERIFY_FAILED"):
        client.get(f"https://{host}/")
    assert tls_server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server: Any, make_backend: Callable[..., Any]) -> None:
    tls_server.says("/", "secure")
    client = Client(resolve=lambda _: [PUBLIC], backend=make_backend({PUBLIC: tls_server.port}))
    with pytest.raises(FetchFailed, match="CERTIFICATE_VERIFY_FAILED"):
        client.get("https://news.test/")
    assert tls_server.requests == []


def test_an_encrypted_address_does_not_lead_to_one_that_is_not(
    tls_server: Any, server: Any, make_backend: Callable[..., Any], trusted: ssl.SSLContext
) -> None:
    plain = "93.184.215.15"
    names = {"news.test": [PUBLIC], "plain.test": [plain]}
    backend = make_backend({PUBLIC: tls_server.port, plain: server.port})
    client = Client(resolve=names.__getitem__, backend=backend, tls=trusted)
    tls_server.leads("/", "http://plain.test/")
    tls_server.says("/page", "secure")
    server.leads("/up", "https://news.test/page")
    server.leads("/round", "https://news.test/")
    server.says("/", "plain")
    with pytest.raises(BadInput, match="not encrypted"):
        client.get("https://news.test/")
    assert server.requests == []
    up, around = client.get("http://plain.test/up"), client.get("http://plain.test/round")
    assert isinstance(up, Page)
    assert isinstance(around, Page)
    assert (up.body, around.body) == (b"secure", b"plain")
