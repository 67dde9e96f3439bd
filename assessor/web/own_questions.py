"""Questions to all on the vendor's side: what was published, the own questions, and asking one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.nota import corrections
from assessor.domain.permissions import Action
from assessor.domain.questions_to_all import LONGEST_QUESTION
from assessor.domain.text import Text
from assessor.services.notas import notas_of_response, numbered
from assessor.services.questions_to_all import ask, askable, own_questions
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, received_at, response, tender
from assessor.web.forms import Form, line, paragraphs, said, tick, trying
from assessor.web.nota_files import as_file
from assessor.web.response_parts import can_ask, is_open, pages


class AskForm(Form):
    question = line(
        Text(nl="Waar gaat uw vraag over?", en="What is your question about?"),
        Text(
            nl="Een vraag uit de vragenlijst, of de procedure in het algemeen.",
            en="A question of the questionnaire, or the procedure in general.",
        ),
    )
    text = paragraphs(
        Text(nl="Uw vraag", en="Your question"),
        Text(
            nl=f"In het Nederlands of Engels, hoogstens {LONGEST_QUESTION} tekens. Noem uw bedrijf niet.",
            en=f"In Dutch or English, {LONGEST_QUESTION} characters at most. Do not name your company.",
        ),
    )
    sensitive = tick(
        Text(
            nl="Mijn vraag bevat bedrijfsgevoelige informatie",
            en="My question contains sensitive business information",
        ),
        Text(
            nl="De inkoper antwoordt dan in algemene woorden.",
            en="The buyer then answers in general words.",
        ),
    )
    sensitive_reason = paragraphs(
        Text(nl="Wat is er gevoelig, en waarom?", en="What is sensitive, and why?"),
        Text(nl="Alleen als u hierboven een vinkje zet.", en="Only if you tick the box above."),
    )


@pages.route("/responses/<response_id>/questions-to-all")
@needs(Action.READ_OWN_RESPONSE)
def questions_to_all(response_id: str) -> ResponseReturnValue:
    notas = notas_of_response(house(), actor(), response_id)
    return render_template(
        "responses/questions_to_all.html",
        tender=tender(),
        response=response(),
        notas=notas,
        later=corrections(notas),
        own=own_questions(house(), actor(), response_id),
        names={q.id: q.name for q in questionnaire_of(house(), tender()).questions},
        can_ask=can_ask(tender()),
        can_still_come=is_open(tender()),
    )


@pages.route("/responses/<response_id>/questions-to-all/ask", methods=["GET", "POST"])
@needs(Action.ASK_QUESTION, patient=True)
def ask_question(response_id: str) -> ResponseReturnValue:
    form = AskForm(question=request.args.get("question", ""))
    if form.sent:
        with trying(form) as outcome:
            ask(
                house(), actor(), response_id,
                text=form.text.data or "", question=form.question.data or "",
                sensitive=bool(form.sensitive.data), sensitive_reason=form.sensitive_reason.data or "",
                received_at=received_at(),
            )  # fmt: skip
        if outcome.done:
            said(
                "Uw vraag is ontvangen. Het antwoord komt in een nota voor alle leveranciers.",
                "Your question has been received. The answer comes in a nota for all vendors.",
            )
            return redirect(url_for("responses.questions_to_all", response_id=response_id))
    general = (
        "",
        Text(nl="Algemeen: de procedure of de stukken", en="General: the procedure or the documents"),
    )
    with_id = Text(nl="{id} {name}", en="{id} {name}")
    page = render_template(
        "responses/ask_question.html",
        tender=tender(),
        response=response(),
        form=form,
        choices=[general] + [(q.id, with_id.fill(id=q.id, name=q.name)) for q in askable(house(), tender())],
        can_ask=can_ask(tender()),
    )
    return page, 422 if form.problems else 200


@pages.route("/responses/<response_id>/notas/<int:number>/<asked_language>.pdf")
@needs(Action.READ_OWN_RESPONSE)
def nota_file(response_id: str, number: int, asked_language: str) -> ResponseReturnValue:
    notas = notas_of_response(house(), actor(), response_id)
    return as_file(numbered(notas, number), notas, asked_language)
