"""Answers a dry run: the checked batch with its estimate, and nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify

from api.http.faults import present_fault
from api.http.handlers import FAULTS_LISTED
from api.http.wiring import request_work, wiring
from api.resources.jobs.estimate_schemas import EstimateSchema
from api.resources.jobs.refused_csv import answer_refused, wants_csv
from api.resources.jobs.submission import Submission, choice_told_by_place
from shared.jobs.estimate import Estimate, estimate_job


@dataclass(frozen=True, slots=True)
class DryRun:
    """A checked batch with its estimate, as EstimateSchema shows it."""

    batch: Submission
    estimate: Estimate

    @property
    def bad(self) -> int:
        """How many rows cannot be accepted."""
        return self.batch.rows - self.estimate.good

    @property
    def error_count(self) -> int:
        """How many faults those rows have."""
        return len(self.batch.skipped)

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The first faults."""
        return [present_fault(fault) for fault in self.batch.skipped[:FAULTS_LISTED]]

    @property
    def file(self) -> dict[str, Any] | None:
        """How a table was understood, None for JSON and NDJSON."""
        file = self.batch.file
        if file is None:
            return None
        columns = [
            {"header": column.header, "field": column.field, "sample": sample}
            for column, sample in zip(file.columns, file.samples, strict=True)
        ]
        return {"encoding": file.encoding, "delimiter": file.delimiter, "sheet": file.sheet, "columns": columns}


def answer_dry_run(batch: Submission) -> Response:
    """200 with what submitting the batch would meet; where CSV is preferred, its refused rows."""
    if wants_csv():
        return answer_refused(batch.refused, file_name="refused.csv")
    with choice_told_by_place(batch), request_work() as uow:
        estimate = estimate_job(uow, batch.leads, settings=wiring().settings, choice=batch.choice)
    answer = jsonify(EstimateSchema().dump(DryRun(batch, estimate)))
    answer.headers["Vary"] = "Accept"
    return answer
