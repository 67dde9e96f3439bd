"""Filled in next: the page of one assessment."""

from flask import Blueprint
from assessor.domain.permissions import Action
from assessor.web.access import needs
pages = Blueprint("assessments", __name__)
@pages.route("/assessments/<response_id>")
@needs(Action.READ_ASSESSMENT)
def overview(**_: str) -> str:
    return ""
