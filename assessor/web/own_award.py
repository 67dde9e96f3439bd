"""For a vendor: by what the award is decided, as it was published."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assessor.domain.award import formula_words
from assessor.domain.permissions import Action
from assessor.services.access import find_with_tender
from assessor.services.criteria import award_of
from assessor.services.refusals import NotThere
from assessor.services.tenders import minimums_of, questionnaire_of, stated_assessors
from assessor.web.access import actor, house, needs
from assessor.web.response_parts import pages
from assessor.web.tender_summary import stated_in_words


@pages.route("/responses/<response_id>/award")
@needs(Action.READ_OWN_RESPONSE)
def award(response_id: str) -> ResponseReturnValue:
    """The sub-criteria with their weights and questions, the formula, and the minimum scores."""
    response, tender = find_with_tender(house(), actor(), response_id, Action.READ_OWN_RESPONSE)
    questionnaire = questionnaire_of(house(), tender)
    published = award_of(questionnaire, tender)
    if published is None:
        raise NotThere
    return render_template(
        "responses/award.html",
        tender=tender,
        response=response,
        award=published,
        formula=formula_words(questionnaire, published),
        minimums=minimums_of(tender),
        assessors=[
            (questionnaire.dimension_by_code[one.section].name, stated_in_words(one))
            for one in stated_assessors(tender)
        ],
        questionnaire=questionnaire,
    )
