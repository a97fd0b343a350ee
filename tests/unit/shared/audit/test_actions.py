"""Every action names the kind of thing that it is done to."""

from __future__ import annotations

import pytest

from shared.audit.actions import AuditAction, SubjectKind


class TestAuditAction:
    @pytest.mark.parametrize("action", AuditAction)
    def test_knows_its_subject(self, action: AuditAction) -> None:
        assert action.value.startswith(f"{action.subject_kind.value}.")

    def test_leaves_no_kind_of_subject_out(self) -> None:
        assert {action.subject_kind for action in AuditAction} == set(SubjectKind)
