"""Holds a chat model to account: each sentence of its answer against the passages that it cites."""

from qa.support.checker import Support, SupportChecker
from qa.support.evidence import Source

__all__ = ["Source", "Support", "SupportChecker"]
