"""URLs taken apart, their canonical form, and which IP addresses are public."""

import pytest

from index.errors import BadInput, FetchFailed
from index.web.address import canonical_url, check_address, parse_url, resolve_host


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://news.example", "https://news.example/"),
        ("  https://news.example/a \n", "https://news.example/a"),
        ("HTTPS://News.Example:443/A?b=C#part", "https://news.example/A?b=C"),
        ("http://news.example:80/", "http://news.example/"),
        ("http://news.example:443/", "http://news.example:443/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("http://news.example:/a", "http://news.example/a"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://news.example/?utm_source=x&id=7&utm_medium=y", "http://news.example/?id=7"),
        ("http://news.example/a?UTM_Source=x&fbclid=1&gclid=2&mc_cid=3", "http://news.example/a"),
        ("http://news.example/a?utm%5Fsource=x&b=1", "http://news.example/a?b=1"),
        ("http://news.example/a?b=2&a=1", "http://news.example/a?b=2&a=1"),
        ("http://news.example/a?q=utm_source&page", "http://news.example/a?q=utm_source&page"),
        ("http://news.example/a?", "http://news.example/a"),
        ("http://news.example/a?&&b=1&", "http://news.example/a?b=1"),
        ("http://news.example/%7eann/%e2%82%ac", "http://news.example/~ann/%E2%82%AC"),
        ("http://news.example/€", "http://news.example/%E2%82%AC"),
        ("http://news.example/100%", "http://news.example/100%25"),
        ("http://news.example/a%2Fb", "http://news.example/a%2Fb"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://[2606:2800:021F::0001]/", "http://[2606:2800:21f::1]/"),
        ("http://news_desk.example/", "http://news_desk.example/"),
    ],
)
def test_the_canonical_form_names_the_article(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical


def test_a_url_is_taken_apart_once() -> None:
    url = parse_url("https://News.example:8443/a b".replace(" ", "%20") + "?q=ü#x")
    assert (url.scheme, url.host, url.port, url.target) == ("https", "news.example", 8443, "/a%20b?q=%C3%BC")
    assert url.host_header == "news.example:8443"
    assert str(url) == "https://news.example:8443/a%20b?q=%C3%BC"


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
def test_public_addresses_pass(address: str) -> None:
    assert check_address(parse_url("http://news.test/"), allow_private=False, resolve=lambda _: [address]) == (address,)


def test_an_address_counts_once_and_in_order() -> None:
    found = ["2606:4700::1111", "1.1.1.1", "2606:4700::1111"]
    checked = check_address(parse_url("http://news.test/"), allow_private=False, resolve=lambda _: found)
    assert checked == ("2606:4700::1111", "1.1.1.1")


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.0.1", "127.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_private_addresses_pass_on_an_intranet_only(address: str) -> None:
    url = parse_url("http://wiki.test/")
    assert check_address(url, allow_private=True, resolve=lambda _: [address]) == (address,)
    with pytest.raises(BadInput, match="inside a private network"):
        check_address(url, allow_private=False, resolve=lambda _: [address])


def test_an_ip_address_is_not_looked_up() -> None:
    def resolve(host: str) -> list[str]:
        raise AssertionError(host)

    assert check_address(parse_url("http://8.8.8.8/"), allow_private=False, resolve=resolve) == ("8.8.8.8",)


def test_the_system_resolves_names_and_says_when_it_cannot() -> None:
    assert set(resolve_host("localhost")) <= {"127.0.0.1", "::1"}
    with pytest.raises(FetchFailed, match="could not be looked up"):
        resolve_host("no-such-host.invalid")
