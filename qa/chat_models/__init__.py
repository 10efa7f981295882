"""Answers that a chat model writes: asked, timed, read as they come, and held to their citations."""
