"""A whole questionnaire for review: on one page, and as a PDF that is made in a job."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from flask import Blueprint, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.findings import today
from assessor.domain.permissions import Action
from assessor.domain.questionnaire.describing import parts_of
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.text import Text
from assessor.services.questionnaire_pdfs import wanted
from assessor.services.refusals import NotThere
from assessor.web.access import house, needs
from assessor.web.assessments import EmptyForm
from assessor.web.language import in_words
from assessor.web.reports import jobs

pages = Blueprint("questionnaire_pdfs", __name__)

_WORDS = {
    "absent": Text(nl="De PDF is nog niet gemaakt.", en="The PDF has not been made yet."),
    "waiting": Text(nl="De PDF wacht op zijn beurt.", en="The PDF waits for its turn."),
    "running": Text(nl="De PDF wordt opgemaakt.", en="The PDF is being laid out."),
    "ready": Text(nl="De PDF is klaar.", en="The PDF is ready."),
    "failed": Text(
        nl="Het maken is niet gelukt. Probeer het opnieuw.", en="Making it did not succeed. Try again."
    ),
}


def questionnaire(id: str, version: int) -> Questionnaire:
    try:
        return house().library.get(id, version)
    except KeyError:
        raise NotThere from None


@pages.route("/questionnaires/<id>/<int:version>/whole")
@needs(Action.READ_QUESTIONNAIRES)
def whole(id: str, version: int) -> ResponseReturnValue:
    """Every question with everything known of it, to read through or to print."""
    found = questionnaire(id, version)
    return render_template(
        "questionnaires/whole.html",
        questionnaire=found,
        form=EmptyForm(),
        sections=[(d, [q for q in found.questions if q.dimension == d.code]) for d in found.dimensions],
        parts=partial(parts_of, found, as_of=today(house().now())),
    )


@pages.route("/questionnaires/<id>/<int:version>/pdf", methods=["POST"])
@needs(Action.READ_QUESTIONNAIRES)
def ask(id: str, version: int) -> ResponseReturnValue:
    language, readers = request.form.get("language", ""), request.form.get("readers", "")
    jobs().ask_questionnaire(wanted(house(), questionnaire(id, version), language, readers))
    return redirect(
        url_for("questionnaire_pdfs.job", id=id, version=version, language=language, readers=readers)
    )


@pages.route("/questionnaires/<id>/<int:version>/pdf/<readers>/<language>")
@needs(Action.READ_QUESTIONNAIRES)
def job(id: str, version: int, readers: str, language: str) -> ResponseReturnValue:
    """How far the PDF is: a page that reloads itself, or plain values for the script."""
    found = questionnaire(id, version)
    progress = jobs().questionnaire_progress(wanted(house(), found, language, readers))
    is_done = progress.state not in ("waiting", "running")
    if request.accept_mimetypes.best == "application/json":
        return jsonify(progress=progress.per_cent, words=in_words(_WORDS[progress.state]), done=is_done)
    return render_template(
        "questionnaires/pdf.html",
        questionnaire=found,
        readers=readers,
        chosen=language,
        progress=progress,
        is_done=is_done,
        state=_WORDS[progress.state],
    )


@pages.route("/questionnaires/<id>/<int:version>/pdf/<readers>/<language>/file")
@needs(Action.READ_QUESTIONNAIRES)
def pdf(id: str, version: int, readers: str, language: str) -> ResponseReturnValue:
    one = wanted(house(), questionnaire(id, version), language, readers)
    return send_file(
        BytesIO(jobs().questionnaire_content(one)), mimetype="application/pdf", as_attachment=True,
        download_name=one.file_name,
    )  # fmt: skip
