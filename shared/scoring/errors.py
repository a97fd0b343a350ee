"""What can be wrong with an answer of the model."""

from __future__ import annotations

from shared.errors import SalesAgentError


class InvalidAnswer(SalesAgentError):
    """The model's text is not an answer to the questions; `code` says how, and no word of the text is repeated."""

    code = "invalid_answer"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
