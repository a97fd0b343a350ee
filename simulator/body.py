"""The request body of chat completions (facts A2): every field, its type and range; anything else is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

Tokens = Annotated[int, msgspec.Meta(ge=-1)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Penalty = Annotated[float, msgspec.Meta(ge=-2, le=2)]


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    pass


class TextPart(_Strict, tag_field="type", tag="text"):
    """A piece of text in a message's content."""

    text: str


class ImageUrl(_Strict):
    """Where an image is, and how closely to look."""

    url: str
    detail: str | None = None


class ImagePart(_Strict, tag_field="type", tag="image_url"):
    """An image in a message's content; taken, and not looked at."""

    image_url: ImageUrl


Content = str | list[TextPart | ImagePart]


class SystemMessage(_Strict, tag_field="role", tag="system"):
    """What the model is told to be."""

    content: Content
    name: str | None = None


class DeveloperMessage(_Strict, tag_field="role", tag="developer"):
    """The system message of models that know this role."""

    content: Content
    name: str | None = None


class UserMessage(_Strict, tag_field="role", tag="user"):
    """What the model is asked."""

    content: Content
    name: str | None = None


class AssistantMessage(_Strict, tag_field="role", tag="assistant"):
    """What the model said earlier."""

    content: Content | None = None
    reasoning: str | None = None
    tool_calls: list[dict[str, Any]] | None = None
    name: str | None = None


class ToolMessage(_Strict, tag_field="role", tag="tool"):
    """What a tool answered."""

    content: Content
    tool_call_id: str
    name: str | None = None


Message = SystemMessage | DeveloperMessage | UserMessage | AssistantMessage | ToolMessage


class TextFormat(_Strict, tag_field="type", tag="text"):
    """Plain text."""


class JsonObjectFormat(_Strict, tag_field="type", tag="json_object"):
    """Any JSON object."""


class JsonSchema(_Strict):
    """A named schema; `schema` stays raw, so that equal bytes are looked at once."""

    name: str
    description: str | None = None
    schema: msgspec.Raw = msgspec.Raw(b"")
    strict: bool | None = None


class JsonSchemaFormat(_Strict, tag_field="type", tag="json_schema"):
    """JSON that keeps a schema."""

    json_schema: JsonSchema


class StreamOptions(_Strict):
    """What a stream carries besides the text."""

    include_usage: bool | None = None


class ChatRequest(_Strict):
    """A whole request; what has no meaning for a stand-in (sampling, penalties, tiers) is checked and not used."""

    model: str
    messages: Annotated[list[Message], msgspec.Meta(min_length=1)]
    max_completion_tokens: Tokens | None = None
    max_tokens: Tokens | None = None
    min_completion_tokens: Tokens | None = None
    min_tokens: Tokens | None = None
    temperature: Annotated[float, msgspec.Meta(ge=0, le=2)] | None = None
    top_p: Share | None = None
    seed: int | None = None
    stop: str | Annotated[list[str], msgspec.Meta(max_length=4)] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    response_format: TextFormat | JsonObjectFormat | JsonSchemaFormat | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    reasoning_effort: Literal["none", "low", "medium", "high"] | None = None
    reasoning_format: Literal["none", "parsed", "text_parsed", "raw", "hidden"] | None = None
    clear_thinking: bool | None = None
    disable_reasoning: bool | None = None
    service_tier: Literal["auto", "default", "flex", "priority"] | None = None
    prompt_cache_key: Annotated[str, msgspec.Meta(max_length=1024)] | None = None
    frequency_penalty: Penalty | None = None
    presence_penalty: Penalty | None = None
    logit_bias: dict[str, float] | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, msgspec.Meta(ge=0, le=20)] | None = None
    n: Annotated[int, msgspec.Meta(ge=1, le=128)] | None = None
    prediction: dict[str, Any] | None = None
    user: str | None = None
    model_parameters: dict[str, Any] | None = None

    @property
    def token_limit(self) -> int | None:
        """The most completion tokens asked for; None: the model's own maximum."""
        limit = self.max_completion_tokens if self.max_completion_tokens is not None else self.max_tokens
        return None if limit is None or limit < 0 else limit


_DECODER = msgspec.json.Decoder(ChatRequest)


def decode_body(body: bytes) -> ChatRequest:
    """The request; raises msgspec.DecodeError (ValidationError where it is JSON of the wrong form)."""
    return _DECODER.decode(body)


def text_of(message: Message) -> str:
    """The message's text, its parts joined by line ends."""
    content = message.content
    if content is None or isinstance(content, str):
        return content or ""
    return "\n".join(part.text for part in content if isinstance(part, TextPart))
