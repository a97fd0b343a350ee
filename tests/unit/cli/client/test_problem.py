"""Error answers of any quality become one readable problem."""

from __future__ import annotations

from cli.client.problem import Problem
from shared.errors import Fault


class TestProblem:
    def test_reads_every_fault(self) -> None:
        raw = {
            "code": "invalid_leads",
            "title": "Invalid leads",
            "detail": "2 rows are bad.",
            "request_id": "r-1",
            "errors": [
                {"row": 17, "column": "E-mail", "code": "invalid_email", "detail": "An address has one @."},
                {"pointer": "/leads/3/company_name", "code": "required", "detail": "A lead needs a company."},
            ],
        }
        problem = Problem.from_json(raw, status=422)
        assert problem.faults == (
            Fault("invalid_email", "An address has one @.", row=17, column="E-mail"),
            Fault("required", "A lead needs a company.", pointer="/leads/3/company_name"),
        )
        assert (problem.sentence, problem.request_id) == ("2 rows are bad.", "r-1")

    def test_takes_members_of_a_wrong_type_as_absent(self) -> None:
        problem = Problem.from_json({"code": 7, "detail": None, "errors": ["x", {"row": "2"}]}, status=500)
        assert problem.code == "http_500"
        assert problem.sentence == "The API answered 500."
        assert problem.faults == (Fault("invalid", ""),)
