"""Signing and submitting, receipts, and withdrawing.

These pages ask for no more than reading one's own response: whether it is too late is for the verbs to say, with
words and inside the write lock, and a page that is not there would say nothing.
"""

from __future__ import annotations

import secrets

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain import words
from assessor.domain.permissions import Action
from assessor.domain.signing import CAPACITIES, Signature
from assessor.domain.text import Text
from assessor.services.responses import filling
from assessor.services.submitting import submit, withdraw
from assessor.web.access import actor, house, needs, received_at
from assessor.web.forms import Form, choice, hidden, line, said, tick, trying
from assessor.web.response_parts import is_open, pages
from assessor.web.responses import counting


class SubmitForm(Form):
    name = line(Text(nl="Uw naam", en="Your name"))
    position = line(
        Text(nl="Uw functie", en="Your position"),
        Text(nl="Bijvoorbeeld directeur of accountmanager.", en="For example director or account manager."),
    )
    capacity = choice(
        Text(nl="In welke hoedanigheid tekent u?", en="In which capacity do you sign?"),
        Text(nl="Dit komt bij uw verklaring te staan.", en="This stands with your declaration."),
    )
    authorised = tick(
        Text(
            nl="Ik verklaar dat ik dit namens de leverancier mag ondertekenen en indienen",
            en="I declare that I may sign and submit this on behalf of the vendor",
        )
    )
    truthful = tick(
        Text(
            nl="Ik verklaar in die hoedanigheid dat de antwoorden volgens mij volledig en juist zijn",
            en="I declare in that capacity that to my knowledge the answers are complete and true",
        )
    )
    once = hidden()

    @property
    def signature(self) -> Signature:
        return Signature(
            name=self.name.data or "",
            position=self.position.data or "",
            capacity=self.capacity.data or "",
            authorised=self.authorised.data,
            truthful=self.truthful.data,
        )


@pages.route("/responses/<response_id>/submit", methods=["GET", "POST"])
@needs(Action.READ_OWN_RESPONSE, patient=True)
def send(response_id: str) -> ResponseReturnValue:
    form = SubmitForm(name=actor().name, once=secrets.token_urlsafe(24))
    if form.sent:
        with trying(form) as outcome:
            receipt = submit(
                house(),
                actor(),
                response_id,
                once=form.once.data or "",
                signature=form.signature,
                received_at=received_at(),
            )
        if outcome.done:
            return redirect(url_for("responses.receipt", response_id=response_id, version=receipt["version"]))
        if "once" in form.problems:
            form.once.data = secrets.token_urlsafe(24)
    filled = filling(house(), actor(), response_id)
    return render_template(
        "responses/submit.html",
        form=form,
        capacities=list(CAPACITIES.items()),
        unnamed=[filled.questionnaire.type_by_code[c].name for c in filled.scope.without_provider]
        if filled.scope
        else [],
        filled=filled,
        tender=filled.tender,
        response=filled.response,
        word=words.response_word(filled.tender.procedure),
        now=house().now(),
        sent=counting(filled),
        editable=is_open(filled.tender),
    ), 422 if form.problems else 200


@pages.route("/responses/<response_id>/withdraw", methods=["GET", "POST"])
@needs(Action.READ_OWN_RESPONSE, patient=True)
def take_back(response_id: str) -> ResponseReturnValue:
    form = Form()
    if form.sent:
        with trying(form) as outcome:
            withdraw(house(), actor(), response_id, received_at=received_at())
        if outcome.done:
            said("Uw reactie is ingetrokken. Uw concept staat er nog.",
                 "Your response has been withdrawn. Your draft is still there.")  # fmt: skip
            return redirect(url_for("responses.tasks", response_id=response_id))
    filled = filling(house(), actor(), response_id)
    return render_template(
        "responses/withdraw.html",
        form=form,
        tender=filled.tender,
        response=filled.response,
        sent=counting(filled),
        editable=is_open(filled.tender),
    ), 422 if form.problems else 200
