"""The checks before an answer, in the provider's order (facts A13, point 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from simulator.body import (
    ChatRequest,
    DeveloperMessage,
    JsonObjectFormat,
    JsonSchemaFormat,
    SystemMessage,
    UserMessage,
    decode_body,
    text_of,
)
from simulator.catalog import MODELS, Model
from simulator.options import Options
from simulator.refusal import Refusal, not_found, wrong_format
from simulator.schema.errors import SchemaProblem
from simulator.schema.shape import Shape, shape_of
from simulator.tokens import TOKENS_PER_MESSAGE, count_tokens

_BEARER = "Bearer "


@dataclass(slots=True)
class Call:
    """One call on its way through the checks; each check fills in what the later ones and the answer need."""

    authorization: str | None
    body: bytes
    request: ChatRequest = field(init=False)
    model: Model = field(init=False)
    shape: Shape | None = None
    system_text: str = ""
    user_text: str = ""
    system_tokens: int = 0
    prompt_tokens: int = 0


Check = Callable[[Call, Options], None]


def run_checks(call: Call, options: Options) -> None:
    """Runs CHECKS in order; the first that objects raises its Refusal."""
    for check in CHECKS:
        check(call, options)


def _key_is_there(call: Call, options: Options) -> None:
    if not (call.authorization or "").removeprefix(_BEARER.strip()).strip():
        raise Refusal(
            options.missing_key_status, code="missing_api_key", kind="invalid_request_error", param="api_key",
            message="No API key was sent: use the header Authorization: Bearer <key>.",
        )  # fmt: skip


def _key_is_good(call: Call, options: Options) -> None:
    scheme, _, key = (call.authorization or "").partition(" ")
    if scheme != _BEARER.strip() or not key.strip() or (options.api_keys and key.strip() not in options.api_keys):
        raise Refusal(401, code="wrong_api_key", kind="invalid_request_error", param="api_key", message="Wrong API Key")


def _body_is_good(call: Call, options: Options) -> None:
    try:
        call.request = decode_body(call.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise wrong_format(f"The request body is not accepted: {error}") from error
    form = call.request.response_format
    if call.request.tools and form is not None:
        raise wrong_format('"tools" is incompatible with "response_format"')
    if call.request.stream and isinstance(form, JsonObjectFormat):
        raise wrong_format("json_object cannot be streamed", param="response_format")


def _model_is_known(call: Call, options: Options) -> None:
    name = call.request.model
    if name not in MODELS:
        raise not_found(
            f"Model {name} does not exist or you do not have access to it.", code="model_not_found", param="model"
        )
    call.model = MODELS[name]


def _messages_fit_the_model(call: Call, options: Options) -> None:
    systems, users = [], []
    for message in call.request.messages:
        if isinstance(message, (SystemMessage, DeveloperMessage)):
            systems.append(text_of(message))
        elif isinstance(message, UserMessage):
            users.append(text_of(message))
        if isinstance(message, DeveloperMessage) and not call.model.takes_developer_role:
            raise wrong_format(f"{call.model.id} does not know the role developer")
        call.prompt_tokens += count_tokens(text_of(message)) + TOKENS_PER_MESSAGE
    call.system_text = "\n".join(systems)
    call.system_tokens = count_tokens(call.system_text)
    call.user_text = users[-1] if users else ""


def _schema_keeps_the_rules(call: Call, options: Options) -> None:
    form = call.request.response_format
    if isinstance(form, JsonObjectFormat) and "json" not in f"{call.system_text}{call.user_text}".lower():
        raise wrong_format("json_object needs a message that asks for JSON", param="response_format")
    if not isinstance(form, JsonSchemaFormat) or not bytes(form.json_schema.schema):
        return
    try:
        call.shape = shape_of(bytes(form.json_schema.schema), strict=bool(form.json_schema.strict))
    except SchemaProblem as problem:
        raise wrong_format(f"Invalid schema: {problem}", param="response_format") from problem


def _prompt_fits_the_context(call: Call, options: Options) -> None:
    if call.prompt_tokens > call.model.context_length:
        raise Refusal(
            400, code="context_length_exceeded", kind="invalid_request_error", param="messages",
            message="Please reduce the length of the messages or completion. "
            f"Current length is {call.prompt_tokens} while limit is {call.model.context_length}",
        )  # fmt: skip


KEY_CHECKS: tuple[Check, ...] = (_key_is_there, _key_is_good)

# Billing belongs between key and body, quotas and queue after the context length.
CHECKS: tuple[Check, ...] = (
    *KEY_CHECKS,
    _body_is_good,
    _model_is_known,
    _messages_fit_the_model,
    _schema_keeps_the_rules,
    _prompt_fits_the_context,
)
