"""How many tokens a text has, by estimate."""

from __future__ import annotations

# Tokenisers of this kind of model give English text about one token for four bytes.
BYTES_PER_TOKEN = 4
# What a chat template adds around each message.
TOKENS_PER_MESSAGE = 4


def count_tokens(text: str) -> int:
    """The estimate, rounded up; 0 only for the empty text."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


def cut_to_tokens(text: str, tokens: int) -> str:
    """The beginning of the text that has at most so many tokens, never with half a character at its end."""
    return text.encode()[: max(0, tokens) * BYTES_PER_TOKEN].decode(errors="ignore")
