"""A small OpenID provider on this machine: it asks who you are, believes it, and signs that with its own key."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

PEOPLE = {"ann": "Ann Archer", "bob": "Bob Baker"}
CLIENT = "clippings"


class _Provider(BaseHTTPRequestHandler):
    key: RSAKey
    granted: dict[str, tuple[str, str]]  # by the code: who, and the nonce to sign

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path:
            case "/.well-known/openid-configuration":
                self._send(self._describe())
            case "/keys":
                self._send({"keys": [self.key.as_dict(private=False)]})
            case "/authorize" if "who" in asked:
                self._grant(asked)
            case "/authorize":
                self._ask_who(asked)
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        who, nonce = self.granted.pop(parse_qs(body)["code"][0])
        now = int(time())
        claims = {"iss": self._address, "aud": CLIENT, "sub": who, "iat": now, "exp": now + 600, "nonce": nonce}
        token = jwt.encode({"alg": "RS256"}, {**claims, "name": PEOPLE[who], "email": f"{who}@x.example"}, self.key)
        self._send({"access_token": secrets.token_hex(), "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def log_message(self, *_: object) -> None:
        """Nothing: a test's own words are enough."""

    @property
    def _address(self) -> str:
        return f"http://localhost:{self.server.server_address[1]}"

    def _describe(self) -> dict[str, object]:
        return {
            "issuer": self._address,
            "authorization_endpoint": f"{self._address}/authorize",
            "token_endpoint": f"{self._address}/token",
            "jwks_uri": f"{self._address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _ask_who(self, asked: dict[str, str]) -> None:
        links = (
            f'<p><a href="?{escape(urlencode({**asked, "who": who}))}">{name}</a></p>' for who, name in PEOPLE.items()
        )
        self._send(f"<!doctype html><title>Who are you?</title>{''.join(links)}")

    def _grant(self, asked: dict[str, str]) -> None:
        code = secrets.token_hex()
        self.granted[code] = asked["who"], asked.get("nonce", "")
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def _send(self, told: object) -> None:
        body = (told if isinstance(told, str) else json.dumps(told)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if isinstance(told, str) else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provide() -> Iterator[str]:
    """The address of a provider that runs until the block ends."""
    handler = type("Provider", (_Provider,), {"key": RSAKey.generate_key(2048, auto_kid=True), "granted": {}})
    server = ThreadingHTTPServer(("localhost", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
