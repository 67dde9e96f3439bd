"""The PDF of a risk assessment: asked for, made in a job, and downloaded."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.services import reports
from assessor.services.access import company_of
from assessor.services.jobs import Jobs
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.assessments import EmptyForm, overview_page
from assessor.web.forms import trying
from assessor.web.language import in_words

pages = Blueprint("reports", __name__)

_WORDS = {
    "waiting": Text(nl="De PDF wacht op zijn beurt.", en="The PDF waits for its turn."),
    "running": Text(nl="De PDF wordt opgemaakt.", en="The PDF is being laid out."),
    "ready": Text(nl="De PDF is klaar.", en="The PDF is ready."),
    "failed": Text(
        nl="Het maken is niet gelukt. Probeer het opnieuw.", en="Making it did not succeed. Try again."
    ),
}


def jobs() -> Jobs:
    """The queue of this installation, opened when it is first needed."""
    known = current_app.extensions.get("jobs")
    if known is None:
        known = current_app.extensions["jobs"] = Jobs(current_app.config["PARTS"])
    return cast(Jobs, known)


@pages.route("/assessments/<response_id>/report", methods=["POST"])
@needs(Action.READ_ASSESSMENT)
def ask(response_id: str) -> ResponseReturnValue:
    form = EmptyForm()
    with trying(form) as outcome:
        job = reports.ask_for_report(house(), actor(), response_id, request.form.get("language", ""))
        if job.state == "waiting":
            jobs().ask_report(house().db, job.id)
    if not outcome.done:
        return overview_page(response_id, form)
    return redirect(url_for("reports.job", response_id=response_id, job_id=job.id))


@pages.route("/assessments/<response_id>/report/<job_id>")
@needs(Action.READ_ASSESSMENT)
def job(response_id: str, job_id: str) -> ResponseReturnValue:
    """How far the PDF is: a page that reloads itself, or plain values for the script."""
    found = reports.find_report(house(), actor(), response_id, job_id)
    is_done = found.state in ("ready", "failed")
    if request.accept_mimetypes.best == "application/json":
        return jsonify(progress=found.progress, words=in_words(_WORDS[found.state]), done=is_done)
    return render_template(
        "assessments/report.html",
        tender=tender(),
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        job=found,
        is_done=is_done,
        state=_WORDS[found.state],
    )


@pages.route("/assessments/<response_id>/report/<job_id>/pdf")
@needs(Action.READ_ASSESSMENT)
def pdf(response_id: str, job_id: str) -> ResponseReturnValue:
    found = reports.read_report(house(), actor(), response_id, job_id)
    return send_file(
        BytesIO(found.content), mimetype=found.content_type, as_attachment=True, download_name=found.name
    )
