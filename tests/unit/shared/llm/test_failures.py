"""What a class does to a lead, and the sentences for its code."""

from __future__ import annotations

import pytest

from shared.errors import Unavailable
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.errors import CerebrasAPIError
from shared.llm.failures import FAILURES

FAILED = [answer_class for answer_class in AnswerClass if answer_class is not AnswerClass.OK]


class TestDecisions:
    def test_cover_every_class_with_a_code_of_its_own(self) -> None:
        assert set(DECISIONS) == set(AnswerClass)
        codes = [DECISIONS[answer_class].error_code for answer_class in FAILED]
        assert len(set(codes)) == len(codes)
        assert DECISIONS[AnswerClass.OK].error_code == ""

    def test_wait_without_an_attempt_only_for_what_is_not_the_leads_fault(self) -> None:
        free = {answer_class for answer_class, decision in DECISIONS.items() if not decision.uses_attempt}
        assert free == {
            AnswerClass.QUOTA,
            AnswerClass.CONGESTED,
            AnswerClass.ACCOUNT,
            AnswerClass.PAYMENT,
            AnswerClass.CONFIG,
            AnswerClass.RELEASED,
        }

    def test_never_repeat_what_cannot_succeed(self) -> None:
        final = {answer_class for answer_class, decision in DECISIONS.items() if not decision.retry}
        assert final == {
            AnswerClass.OK,
            AnswerClass.REFUSED,
            AnswerClass.ACCOUNT,
            AnswerClass.PAYMENT,
            AnswerClass.CONFIG,
            AnswerClass.TOO_LONG,
        }

    def test_pause_the_job_for_what_would_meet_every_lead(self) -> None:
        pausing = {answer_class for answer_class, decision in DECISIONS.items() if decision.pauses}
        assert pausing == {AnswerClass.ACCOUNT, AnswerClass.PAYMENT, AnswerClass.CONFIG}


class TestFailures:
    def test_explain_every_code_and_nothing_else(self) -> None:
        assert set(FAILURES) == {DECISIONS[answer_class].error_code for answer_class in FAILED}

    @pytest.mark.parametrize("code", sorted(FAILURES))
    def test_have_one_sentence_of_cause_and_one_of_remedy(self, code: str) -> None:
        for sentence in (FAILURES[code].cause, FAILURES[code].remedy):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert ". " not in sentence


class TestCerebrasAPIError:
    def test_is_unavailable_and_carries_its_class(self) -> None:
        error = CerebrasAPIError(AnswerClass.QUOTA, retry_after_seconds=56.0)
        assert isinstance(error, Unavailable)
        assert error.answer_class is AnswerClass.QUOTA
        assert (error.code, error.retryable, error.retry_after_seconds) == ("provider_quota", True, 56.0)
        assert error.detail.startswith(FAILURES["provider_quota"].cause)

    def test_is_not_retryable_when_a_person_must_act(self) -> None:
        error = CerebrasAPIError(AnswerClass.ACCOUNT)
        assert (error.code, error.retryable) == ("provider_auth", False)
        assert error.retry_after_seconds == Unavailable.retry_after_seconds

    def test_cannot_be_made_of_a_good_answer(self) -> None:
        with pytest.raises(KeyError):
            CerebrasAPIError(AnswerClass.OK)
