"""What goes into the lists of leads: filters, order, page."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.fields import Moment, OneLine, Schema
from api.http.pages import page_query
from shared.leads.order import LeadSort, Order
from shared.verdicts.kinds import OutcomeWanted

TIER_FORM = r"^[^\x00-\x1f\x7f]{1,64}$"
LONGEST_SEARCH = 100


class Words(OneLine):
    """A search: words with blanks between them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if len(typed) > LONGEST_SEARCH or not typed.split():
            raise ma.ValidationError(f"Must contain a word and be at most {LONGEST_SEARCH} characters long.")
        return typed.split()


def _score(which: str) -> ma.fields.Integer:
    return ma.fields.Integer(
        load_default=None,
        validate=ma.validate.Range(0, 100),
        metadata={"description": f"{which} score, itself included; drops leads without a score."},
    )


class LeadFilterSchema(Schema):
    """Which leads."""

    min_score = _score("Least")
    max_score = _score("Greatest")
    words = Words(
        data_key="q",
        load_default=(),
        metadata={
            "default": None,
            "minLength": 1,
            "maxLength": LONGEST_SEARCH,
            "pattern": r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$",
            "description": "Words that must all be found, in any of company, website, contact's name, e-mail address "
            "and notes, as parts of words too; 1 to 100 characters. A change is found within seconds.",
        },
    )
    job_id = ma.fields.UUID(load_default=None, metadata={"description": "Leads as this job submitted them."})
    since = Moment(load_default=None, metadata={"description": "Scored then or later; RFC 3339."})
    flagged = ma.fields.Boolean(
        truthy={"true"},
        falsy={"false"},
        load_default=False,
        metadata={"description": "`true`: only leads with signs of instructions to the model."},
    )
    overridden = ma.fields.Boolean(
        truthy={"true"},
        falsy={"false"},
        load_default=None,
        metadata={"description": "Leads whose score a person overrode, or only the others."},
    )
    outcome = ma.fields.List(
        ma.fields.Enum(OutcomeWanted, by_value=True),
        load_default=(),
        metadata={"description": "How they ended, `none`: nobody said so yet; repeat it for several."},
    )


class LeadListQuerySchema(LeadFilterSchema):
    """Which leads, in which order."""

    tier = ma.fields.List(
        ma.fields.String(validate=ma.validate.Regexp(TIER_FORM, error="Must be the name of a tier.")),
        load_default=(),
        metadata={"description": "A tier of the profile, `open` or `disqualified`; repeat it for several."},
    )
    sort = ma.fields.Enum(
        LeadSort,
        by_value=True,
        load_default=LeadSort.SCORE,
        metadata={
            "description": "`score` (leads in a tier of their profile first, then `open`, then `disqualified`), "
            "`time` of first appearance, `scored`: when, `company`.",
            "default": LeadSort.SCORE.value,
        },
    )
    order = ma.fields.Enum(
        Order,
        by_value=True,
        load_default=Order.DESC,
        metadata={"description": "Leads without what is sorted by come last either way.", "default": Order.DESC.value},
    )
    limit, cursor = page_query(limit=50, most=200).values()
