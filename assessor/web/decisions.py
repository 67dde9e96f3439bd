from flask import Blueprint
from assessor.domain.permissions import Action
from assessor.web.access import needs
pages = Blueprint("decisions", __name__)
@pages.route("/tenders/<tender_id>/decision")
@needs(Action.COMPARE)
def overview(**_: str) -> str:
    return ""
