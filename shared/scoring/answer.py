"""Reads the model's answer strictly: what the schema promises is checked again, since not every provider keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from shared.profiles.content import ProfileContent
from shared.scoring.errors import InvalidAnswer

YesNoUnknown = Literal["yes", "no", "unknown"]


class CriterionAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What the model says of one criterion; nothing in it is checked against the lead yet."""

    field: str
    quote: str
    reason: str
    level: Literal["0", "1", "2", "3", "4", "unknown"]


class DisqualifierAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What the model says of one disqualifier; nothing in it is checked against the lead yet."""

    field: str
    quote: str
    applies: YesNoUnknown


class ModelAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer, with exactly the profile's criteria and disqualifiers by key."""

    criteria: dict[str, CriterionAnswer]
    instructions_in_lead: Literal["yes", "no"]
    disqualifiers: dict[str, DisqualifierAnswer] = {}


_decoder = msgspec.json.Decoder(ModelAnswer)


def parse_answer(profile: ProfileContent, text: str) -> ModelAnswer:
    """The answer in the text; raises `InvalidAnswer` with a code, and never repeats what the text says."""
    try:
        answer = _decoder.decode(text)
    except msgspec.ValidationError:
        raise InvalidAnswer("answer_breaks_schema", "The answer is JSON but not of the schema's form.") from None
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise InvalidAnswer("answer_not_json", "The answer is not JSON.") from None
    if not _same_keys(answer.criteria, (criterion.key for criterion in profile.criteria)):
        raise InvalidAnswer("answer_wrong_criteria", "The answer does not name exactly the profile's criteria.")
    if not _same_keys(answer.disqualifiers, (one.key for one in profile.disqualifiers)):
        raise InvalidAnswer("answer_wrong_disqualifiers", "The answer does not name exactly the disqualifiers.")
    return answer


def _same_keys(answered: dict[str, CriterionAnswer] | dict[str, DisqualifierAnswer], asked: Iterable[str]) -> bool:
    keys = list(asked)
    return len(answered) == len(keys) and all(key in answered for key in keys)
