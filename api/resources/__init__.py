"""The contents page of the API: every noun that it serves."""

from __future__ import annotations

from api.http.api import Api
from api.resources.health.routes import blp as health
from api.resources.insights.routes import blp as insights
from api.resources.jobs.routes import blp as jobs
from api.resources.leads.routes import blp as leads
from api.resources.profiles.routes import blp as profiles
from api.resources.session.routes import blp as session


def register_resources(api: Api) -> None:
    """Serve and document each noun."""
    for blueprint in (jobs, leads, profiles, insights, session, health):
        api.register_blueprint(blueprint)
