"""Findings on the vendor's side: what was put to it, to read, to keep and to reply to."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.findings import as_plain_text, sides
from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.services import findings as verbs
from assessor.services.finding_lists import Own, own_finding, own_findings
from assessor.services.refusals import NotThere
from assessor.web.access import actor, house, needs, received_at, response, tender
from assessor.web.forms import Form, paragraphs, said, trying
from assessor.web.language import language
from assessor.web.response_parts import pages


class ReplyForm(Form):
    text = paragraphs(
        Text(nl="Uw reactie", en="Your reply"),
        Text(
            nl="Leg uit hoe uw antwoord tot stand kwam. U kunt één keer reageren; bestanden kunt u niet meesturen.",
            en="Explain how your answer came about. You can reply once; you cannot send files.",
        ),
    )


@pages.route("/responses/<response_id>/findings")
@needs(Action.READ_OWN_FINDINGS)
def findings(response_id: str) -> ResponseReturnValue:
    found = own_findings(house(), actor(), response_id)
    return render_template(
        "responses/findings.html",
        tender=tender(),
        response=response(),
        found=[(one, sides(one.finding, to_vendor=True)) for one in found],
    )


@pages.route("/responses/<response_id>/findings/<finding_id>")
@needs(Action.READ_OWN_FINDINGS)
def finding(response_id: str, finding_id: str) -> ResponseReturnValue:
    return _finding(own_finding(house(), actor(), response_id, finding_id), ReplyForm())


@pages.route("/responses/<response_id>/findings/<finding_id>", methods=["POST"])
@needs(Action.REPLY_TO_FINDING, patient=True)
def reply_to_finding(response_id: str, finding_id: str) -> ResponseReturnValue:
    form = ReplyForm()
    own_finding(house(), actor(), response_id, finding_id)
    with trying(form) as outcome:
        verbs.reply(house(), actor(), finding_id, form.text.data or "", received_at())
    if outcome.done:
        said("Uw reactie is ontvangen.", "Your reply has been received.")
        return redirect(url_for("responses.findings", response_id=response_id))
    return _finding(own_finding(house(), actor(), response_id, finding_id), form)


def _finding(one: Own, form: Form) -> ResponseReturnValue:
    page = render_template(
        "responses/finding.html",
        tender=tender(),
        response=response(),
        one=one,
        sides=sides(one.finding, to_vendor=True),
        form=form,
    )
    return page, 422 if form.problems else 200


@pages.route("/responses/<response_id>/findings.txt")
@needs(Action.READ_OWN_FINDINGS)
def findings_file(response_id: str) -> ResponseReturnValue:
    """The same, to keep."""
    found = own_findings(house(), actor(), response_id)
    if not found:
        raise NotThere
    put = [(one.finding, one.name, one.last_day, one.reply.text if one.reply else None) for one in found]
    answer = Response(as_plain_text(tender().title, put, language()), mimetype="text/plain")
    name = Text(nl="bevindingen.txt", en="findings.txt").to(language())
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
