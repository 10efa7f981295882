"""Addresses that must not be asked: none of them may reach the canary, whatever form or way they take."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from index.errors import BadInput, FetchFailed
from index.web.fetch import Client, Limits, Page

PUBLIC = "93.184.215.14"

# Each is formatted with the canary's port.
HOSTILE_URLS = [
    # this machine, plainly
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}",
    "https://127.0.0.1:{port}/",
    "HTTP://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.1.2.3:{port}/",
    "http://127.255.255.254:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0.1.2.3:{port}/",
    # numbers that some programs take for an address
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0X7F000001:{port}/",
    "http://017700000001:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://0:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.0.0.01:{port}/",
    "http://127.0.0.0x1:{port}/",
    "http://00000127.0.0.1:{port}/",
    "http://127.0.0.1.0x:{port}/",
    "http://4294967297:{port}/",
    "http://256.256.256.256:{port}/",
    # digits and dots from elsewhere in Unicode, names that map to others
    "http://１２７.０.０.１:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
    "http://ｌｏｃａｌｈｏｓｔ:{port}/",
    "http://local\u00adhost:{port}/",
    "http://exa℀mple.com:{port}/",
    # percent-encoding in the host
    "http://%31%32%37.0.0.1:{port}/",
    "http://127.0.0.1%2f:{port}/",
    "http://localhost%00.example.com:{port}/",
    # IPv6
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[::ffff:0:127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[64:ff9b::a9fe:a9fe]:{port}/",
    "http://[64:ff9b:1::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2002:c0a8:101::1]:{port}/",
    "http://[2002:a9fe:a9fe::]:{port}/",
    "http://[2001:0:7f00:1::80ff:fffe]:{port}/",
    "http://[2600::5efe:127.0.0.1]:{port}/",
    "http://[fe80::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fe80::1%lo]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://[fc00::1]:{port}/",
    "http://[fd12:3456::1]:{port}/",
    "http://[fd00:ec2::254]:{port}/",
    "http://[fec0::1]:{port}/",
    "http://[ff02::1]:{port}/",
    "http://[2001:db8::1]:{port}/",
    "http://[3fff::1]:{port}/",
    "http://[100::1]:{port}/",
    "http://[v1.127.0.0.1]:{port}/",
    "http://[127.0.0.1]:{port}/",
    "http://[::1:{port}/",
    "http://::1:{port}/",
    # private networks, clouds, addresses with a special meaning
    "http://10.0.0.1:{port}/",
    "http://172.16.0.1:{port}/",
    "http://172.31.255.255:{port}/",
    "http://192.168.1.1:{port}/",
    "http://100.64.0.1:{port}/",
    "http://100.100.100.200:{port}/",
    "http://169.254.169.254:{port}/latest/meta-data/",
    "http://168.63.129.16:{port}/",
    "http://192.0.0.192:{port}/",
    "http://192.0.2.1:{port}/",
    "http://192.88.99.1:{port}/",
    "http://198.18.0.1:{port}/",
    "http://198.51.100.1:{port}/",
    "http://203.0.113.1:{port}/",
    "http://224.0.0.1:{port}/",
    "http://240.0.0.1:{port}/",
    "http://255.255.255.255:{port}/",
    # user names, backslashes, control characters: where does the host end?
    "http://news.example@127.0.0.1:{port}/",
    "http://news.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@news.example/",
    "http://news.example%40127.0.0.1:{port}/",
    "http://news.example#@127.0.0.1:{port}/",
    "http://news.example\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@news.example/",
    "http:\\\\127.0.0.1:{port}\\",
    "http://127.0.0.1\t:{port}/",
    "http://127.0.0.1\n:{port}/",
    "http://127.0.0.1 :{port}/",
    "http://127.0.0.1\u3000:{port}/",
    "http://127.0.0.1:{port}/\r\nHost: news.example",
    "http://127.0.0.1\x00.news.example:{port}/",
    # ports
    "http://127.0.0.1:0/",
    "http://127.0.0.1:{port}0000/",
    "http://127.0.0.1:-{port}/",
    "http://127.0.0.1:+{port}/",
    "http://127.0.0.1:٤٤٣/",
    "http://127.0.0.1:{port}:80/",
    "http://127.0.0.1:80:{port}/",
    # not the web at all
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "file://127.0.0.1:{port}/etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "dict://127.0.0.1:{port}/",
    "ws://127.0.0.1:{port}/",
    "feed://127.0.0.1:{port}/",
    "feed:http://127.0.0.1:{port}/",
    "view-source:http://127.0.0.1:{port}/",
    "javascript:fetch('http://127.0.0.1:{port}/')",
    "data:text/html,<p>x",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http:/127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "http://:{port}/",
    "http://.:{port}/",
    "http://..localhost:{port}/",
    "http://-localhost:{port}/",
    "",
    " ",
    "http://" + "a" * 64 + ".example:{port}/",
    "http://127.0.0.1:{port}/" + "a" * 3000,
]


def resolve_like_a_fool(host: str) -> Sequence[str]:
    """Whatever gets as far as being looked up leads to this machine."""
    return ["127.0.0.1"]


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_a_hostile_url_is_refused_and_reaches_nobody(url: str, canary: Any) -> None:
    client = Client(resolve=resolve_like_a_fool, limits=Limits(connect_s=0.5, whole_s=2))
    with pytest.raises(BadInput) as refusal:
        client.get(url.replace("{port}", str(canary.port)))
    assert canary.connections == 0
    assert len(str(refusal.value)) < 600
    assert str(refusal.value).isprintable()


def test_there_are_many_of_them_and_the_canary_sings(canary: Any) -> None:
    assert len(set(HOSTILE_URLS)) >= 45
    Client(allow_private=True).get(f"http://127.0.0.1:{canary.port}/")
    assert canary.connections == 1


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::1"],
        ["fe80::1%lo"],
        ["fd00:ec2::254"],
        ["0.0.0.0"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fd00::1"],
        ["not an address"],
        [""],
    ],
)
def test_a_name_is_refused_if_any_of_its_addresses_is(
    addresses: list[str], canary: Any, make_backend: Callable[..., Any]
) -> None:
    backend = make_backend({PUBLIC: canary.port})
    client = Client(resolve=lambda _: addresses, backend=backend)
    with pytest.raises(BadInput, match=r"news\.test"):
        client.get(f"http://news.test:{canary.port}/")
    assert canary.connections == 0
    assert backend.connected == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://2130706433:{port}/",
        "http://inside.test:{port}/",
        "http://user@127.0.0.1:{port}/",
        "\\\\127.0.0.1:{port}/",
        "http://169.254.169.254/latest/meta-data/iam/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
    ],
)
def test_a_redirect_to_a_refused_address_is_not_followed(
    location: str, status: int, server: Any, canary: Any, make_backend: Callable[..., Any]
) -> None:
    server.leads("/", location.replace("{port}", str(canary.port)), status)
    backend = make_backend({PUBLIC: server.port})
    names = {"news.test": [PUBLIC], "inside.test": ["127.0.0.1"]}
    with pytest.raises(BadInput, match="leads on to an address that is refused"):
        Client(resolve=names.__getitem__, backend=backend).get("http://news.test/")
    assert server.paths == ["/"]
    assert canary.connections == 0
    assert backend.connected == [PUBLIC]


def test_every_step_of_a_redirect_is_checked(server: Any, canary: Any, make_backend: Callable[..., Any]) -> None:
    server.leads("/1", "/2")
    server.leads("/2", "http://other.test/3")
    server.leads("/3", f"http://127.0.0.1:{canary.port}/")
    backend = make_backend({PUBLIC: server.port})
    with pytest.raises(BadInput):
        Client(resolve=lambda _: [PUBLIC], backend=backend).get("http://news.test/1")
    assert server.paths == ["/1", "/2", "/3"]
    assert canary.connections == 0


def test_a_name_that_changes_its_mind_does_not_matter(
    server: Any, canary: Any, make_backend: Callable[..., Any]
) -> None:
    server.says("/", "<p>public</p>")
    asked: list[str] = []

    def rebind(host: str) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    backend = make_backend({PUBLIC: server.port})
    client = Client(resolve=rebind, backend=backend)
    page = client.get(f"http://news.test:{canary.port}/")
    assert isinstance(page, Page)
    assert page.body == b"<p>public</p>"
    assert (asked, backend.connected, canary.connections) == (["news.test"], [PUBLIC], 0)
    assert server.requests[0][1]["host"] == f"news.test:{canary.port}"
    with pytest.raises(BadInput):
        client.get(f"http://news.test:{canary.port}/")
    assert canary.connections == 0


def test_a_name_that_changes_its_mind_between_redirects_is_caught(
    server: Any, canary: Any, make_backend: Callable[..., Any]
) -> None:
    server.leads("/", f"http://news.test:{canary.port}/again")
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with pytest.raises(BadInput):
        Client(resolve=lambda _: next(answers), backend=make_backend({PUBLIC: server.port})).get("http://news.test/")
    assert canary.connections == 0


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "[fe80::1]", "[fd00:ec2::254]", "[::]"]
)
def test_an_open_intranet_does_not_open_everything(host: str, canary: Any) -> None:
    with pytest.raises(BadInput, match="public page"):
        Client(allow_private=True, limits=Limits(connect_s=0.5, whole_s=2)).get(f"http://{host}:{canary.port}/")
    assert canary.connections == 0


def test_the_system_resolver_is_checked_too(canary: Any) -> None:
    with pytest.raises(BadInput, match="CLIPPINGS_ALLOW_PRIVATE_URLS=1"):
        Client().get(f"http://localhost:{canary.port}/")
    assert canary.connections == 0


def test_a_refusal_names_the_address_and_the_way_out_without_passwords(canary: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        Client().get("http://ann:secret@news.example/")
    assert "secret" not in str(refusal.value)
    assert "news.example" in str(refusal.value)
    with pytest.raises(BadInput) as refusal:
        Client().get("http://10.1.2.3/a")
    assert str(refusal.value) == (
        "The address http://10.1.2.3/a is not asked: it is inside a private network. "
        "If it is your own intranet, set CLIPPINGS_ALLOW_PRIVATE_URLS=1."
    )


def test_a_host_without_addresses_is_a_failure_and_no_refusal() -> None:
    with pytest.raises(FetchFailed, match="has no address"):
        Client(resolve=lambda _: []).get("http://news.test/")


def test_no_proxy_password_or_cookie_comes_from_anywhere(
    server: Any, canary: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ann password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server.says("/start", status=302, location="/", set_cookie="session=1")
    server.says("/", "<p>x</p>", set_cookie="session=2")
    client = Client(allow_private=True)
    client.get(server.url("/start"))
    client.get(server.url("/"))
    assert canary.connections == 0
    assert all(headers.keys().isdisjoint({"authorization", "cookie"}) for _, headers in server.requests)
    assert {headers["user-agent"] for _, headers in server.requests} == {"Clippings/0.1 (news archive reader; +local)"}
