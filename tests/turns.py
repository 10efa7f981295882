"""Turns that are put into the history without being asked."""

from qa.history.conversations import Conversations, StoredTurn
from qa.types import Answer


def add_turn(conversations: Conversations, conversation_id: str, question: str, answer: Answer) -> StoredTurn:
    """Keep a question with its answer."""
    return conversations.answer(conversations.ask(conversation_id, question).id, answer)
