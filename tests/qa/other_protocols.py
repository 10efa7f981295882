"""The protocols of Anthropic's and Ollama's servers, as far as answers are streamed in them."""

import json
from typing import Any

from tests.qa.fault_server import KEY, Wire


class AnthropicWire(Wire):
    """Messages as server-sent events, https://docs.anthropic.com/en/api/messages-streaming."""

    def status(self, code: int, message: str) -> None:
        """An error before the stream; it repeats the key, as some servers do."""
        kind = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
        _send_json(self, code, {"type": "error", "error": {"type": kind.get(code, "api_error"), "message": message}})

    def begin(self) -> None:
        """The head of a stream."""
        self.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": []}
        usage = {"input_tokens": 9, "output_tokens": 1}
        self._event("message_start", message=message | {"stop_reason": None, "stop_sequence": None, "usage": usage})
        self._event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        self._event("ping")

    def token(self, text: str) -> None:
        """More words."""
        self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def end(self, reason: str = "end_turn") -> None:
        """The end of an answer."""
        self._event("content_block_stop", index=0)
        self._event("message_delta", delta={"stop_reason": reason, "stop_sequence": None}, usage={"output_tokens": 9})
        self._event("message_stop")
        self.send(b"0\r\n\r\n")

    def fail(self) -> None:
        """An error in mid-stream."""
        self._event("error", error={"type": "overloaded_error", "message": f"Overloaded {KEY}"})

    def _event(self, kind: str, **fields: Any) -> None:
        self.raw(f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode())


class OllamaWire(Wire):
    """One JSON object a line, https://github.com/ollama/ollama/blob/main/docs/api.md."""

    def status(self, code: int, message: str) -> None:
        """An error before the stream."""
        _send_json(self, code, {"error": f"{message}: {KEY}"})

    def begin(self) -> None:
        """The head of a stream."""
        self.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")

    def token(self, text: str) -> None:
        """More words."""
        self._line(message={"role": "assistant", "content": text}, done=False)

    def end(self, reason: str = "stop") -> None:
        """The end of an answer."""
        times = {"total_duration": 9, "load_duration": 1, "prompt_eval_count": 9, "eval_count": 9}
        self._line(message={"role": "assistant", "content": ""}, done=True, done_reason=reason, **times)
        self.send(b"0\r\n\r\n")

    def fail(self) -> None:
        """An error in mid-stream."""
        self.raw(json.dumps({"error": f"model runner has unexpectedly stopped {KEY}"}).encode() + b"\n")

    def _line(self, **fields: Any) -> None:
        self.raw(json.dumps({"model": "m", "created_at": "2026-01-01T00:00:00Z", **fields}).encode() + b"\n")


def _send_json(wire: Wire, code: int, body: dict[str, Any]) -> None:
    sent = json.dumps(body | {"note": KEY}).encode()
    head = f"HTTP/1.1 {code} Status\r\nContent-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
    wire.send(head.encode() + sent)
