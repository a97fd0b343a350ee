"""Queries over the texts that leads are searched by: what is due, what was missed."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_SEARCHED_COLUMNS = ("company_name", "company_website", "contact_name", "contact_email", "notes")

# small letters; a letter with its mark as one sign, which macOS writes as two; the sigma at a word's end like any other
SEARCHABLE = "translate(lower(normalize({}, NFC)), '\u03c2', '\u03c3')"

# one snapshot: whoever sees the note that a lead changed sees the change
_WRITE_TEXTS = text(f"""
WITH due AS (
    DELETE FROM lead_texts_due
    WHERE ctid = ANY(ARRAY(SELECT ctid FROM lead_texts_due LIMIT :limit FOR UPDATE SKIP LOCKED))
    RETURNING lead_id),
written AS (
    INSERT INTO lead_texts (lead_id, body, lead_updated_at)
    SELECT id, {SEARCHABLE.format(f"concat_ws(chr(10), {', '.join(_SEARCHED_COLUMNS)})")}, updated_at
    FROM leads WHERE id IN (SELECT lead_id FROM due)
    ON CONFLICT (lead_id) DO UPDATE SET body = excluded.body, lead_updated_at = excluded.lead_updated_at)
SELECT count(*) FROM due
""")  # noqa: S608 - column names only, from the tuple above

# No row of the walk is a round that has not begun. Histories of leads that a save holds are left to the
# next round.
_WALK = text("""
WITH walk AS (
    SELECT lead_id FROM lead_texts_walk),
seen AS (
    SELECT id, updated_at, assessment_id, assessment_ids FROM leads
    WHERE id > coalesce((SELECT lead_id FROM walk), CAST('00000000-0000-0000-0000-000000000000' AS uuid))
    ORDER BY id LIMIT :limit),
missed AS (
    INSERT INTO lead_texts_due (lead_id)
    SELECT seen.id FROM seen LEFT JOIN lead_texts ON lead_texts.lead_id = seen.id
    WHERE lead_texts.lead_updated_at IS DISTINCT FROM seen.updated_at
    RETURNING lead_id),
held AS (
    SELECT leads.id FROM leads JOIN seen ON seen.id = leads.id
    WHERE seen.assessment_id IS NOT NULL AND NOT seen.assessment_ids @> ARRAY[seen.assessment_id]
    ORDER BY leads.id FOR UPDATE OF leads SKIP LOCKED),
remembered AS (
    UPDATE leads SET assessment_ids = (ARRAY[assessment_id] || array_remove(assessment_ids, assessment_id))[1:10]
    FROM held WHERE held.id = leads.id),
ended AS (
    SELECT count(*) < :limit AS round FROM seen),
moved AS (
    INSERT INTO lead_texts_walk (id, lead_id, rests_until)
    SELECT 1, CASE WHEN NOT ended.round THEN (SELECT id FROM seen ORDER BY id DESC LIMIT 1) END,
           CASE WHEN ended.round THEN clock_timestamp() + make_interval(secs => :rest_seconds) END
    FROM ended
    ON CONFLICT (id) DO UPDATE SET lead_id = excluded.lead_id, rests_until = excluded.rests_until)
SELECT count(*) FROM missed
""")

_RESTS = text("SELECT EXISTS (SELECT 1 FROM lead_texts_walk WHERE rests_until > clock_timestamp())")


class LeadTextRepository:
    """Writes the texts that leads are searched by, within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def write_due(self, *, limit: int) -> int:
        """Take up to `limit` notes of changed leads and write the texts of these as they are now; returns how many."""
        return int(self._session.execute(_WRITE_TEXTS, {"limit": limit}).scalar_one())

    def note_missed(self, *, limit: int, rest_seconds: float) -> int:
        """Look at the next `limit` leads by id and note those without a text of their present state; returns how many.

        At the end of a round the walk rests for `rest_seconds`, looks at nothing and notes nothing. On its way it adds
        the present assessment to a lead's history where a worker of an earlier release left it out.
        """
        if self._session.scalar(_RESTS):
            return 0
        return int(self._session.execute(_WALK, {"limit": limit, "rest_seconds": rest_seconds}).scalar_one())
