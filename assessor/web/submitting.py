"""Signing and submitting, receipts, and withdrawing.

These pages ask for no more than reading one's own response: whether it is too late is for the verbs to say, with
words and inside the write lock, and a page that is not there would say nothing.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from assessor.domain import words
from assessor.domain.formats import moment
from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.services.refusals import NotThere
from assessor.services.responses import filling
from assessor.services.submitting import manifest, submissions, submit, withdraw
from assessor.storage.models import Submission
from assessor.web.access import actor, house, needs, received_at, response, tender
from assessor.web.forms import Form, line, said, tick, trying
from assessor.web.language import in_words, language
from assessor.web.response_parts import is_open, pages
from assessor.web.responses import counting

_DECLARATION = Text(
    nl="Ik mag namens de leverancier tekenen, en de antwoorden zijn volgens mij volledig en juist",
    en="I may sign on behalf of the vendor, and to my knowledge the answers are complete and true",
)


class SubmitForm(Form):
    name = line(Text(nl="Uw naam", en="Your name"))
    position = line(
        Text(nl="Uw functie", en="Your position"),
        Text(nl="Bijvoorbeeld directeur of accountmanager.", en="For example director or account manager."),
    )
    declaration = tick(_DECLARATION)
    once = HiddenField()


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
                name=form.name.data or "",
                position=form.position.data or "",
                declaration=form.declaration.data,
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


# --- receipts -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    label: Text
    value: Text
    is_code: bool = False


@pages.route("/responses/<response_id>/receipt", defaults={"version": 0})
@pages.route("/responses/<response_id>/receipt/<int:version>")
@needs(Action.READ_OWN_RESPONSE)
def receipt(response_id: str, version: int) -> ResponseReturnValue:
    every = submissions(house(), actor(), response_id)
    found = _version(every, version or (every[0].version if every else 0))
    return render_template(
        "responses/receipt.html",
        tender=tender(),
        response=response(),
        submission=found,
        facts=receipt_facts(found),
        counts=found.id == response().submission_id,
        others=[one for one in every if one.id != found.id],
        editable=is_open(tender()),
    )


@pages.route(
    "/responses/<response_id>/receipt/<int:version>/<any(receipt,manifest):what>.<any(txt,json):form>"
)
@needs(Action.READ_OWN_RESPONSE)
def receipt_file(response_id: str, version: int, what: str, form: str) -> ResponseReturnValue:
    found = _version(submissions(house(), actor(), response_id), version)
    if what == "manifest":
        if form == "txt":
            raise NotThere
        return _as_file(_json(manifest(house(), actor(), response_id, version)), what, version, form)
    text = _json(found.receipt) if form == "json" else receipt_text(found)
    return _as_file(text, what, version, form)


def _version(every: list[Submission], version: int) -> Submission:
    found = next((one for one in every if one.version == version), None)
    if found is None:
        raise NotThere
    return found


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _as_file(text: str, what: str, version: int, form: str) -> Response:
    name = {
        "receipt": Text(nl="ontvangstbevestiging", en="receipt"),
        "manifest": Text(nl="manifest", en="manifest"),
    }
    answer = Response(text, mimetype="application/json" if form == "json" else "text/plain")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"{in_words(name[what])}-{version}.{form}"
    )
    return answer


def receipt_facts(found: Submission) -> list[Fact]:
    """What a receipt says, in words, in its order."""
    told, holds = found.receipt, found.receipt["manifest"]

    def plain(value: object) -> Text:
        return Text(nl=str(value) or "-", en=str(value) or "-")

    at = Text(nl=moment(found.received_at, "nl"), en=moment(found.received_at, "en"))
    facts = [
        Fact(Text(nl="Van", en="From"), plain(told["company"])),
        Fact(Text(nl="Voor", en="For"), plain(f"{told['tender']['title']} ({told['tender']['buyer']})")),
        Fact(Text(nl="Versie", en="Version"), plain(told["version"])),
        Fact(Text(nl="Ontvangen", en="Received"), at),
        Fact(Text(nl="Ontvangen (UTC)", en="Received (UTC)"), plain(told["received_at"])),
        Fact(Text(nl="Antwoorden", en="Answers"), plain(holds["answers"])),
        Fact(Text(nl="Bestanden", en="Files"), plain(holds["files"])),
        Fact(Text(nl="SHA-256 van het manifest", en="SHA-256 of the manifest"), plain(holds["sha256"]), True),
        Fact(Text(nl="Nummer in het logboek van uw reactie", en="Number in the log of your response"),
             plain(told["chain"]["number"])),
        Fact(Text(nl="Kop van dat logboek", en="Head of that log"), plain(told["chain"]["head"]), True),
        Fact(Text(nl="Handtekening van het systeem", en="Signature of the system"), plain(told["signature"]), True),
    ]  # fmt: skip
    if found.withdrawn_at is not None:
        gone = Text(nl=moment(found.withdrawn_at, "nl"), en=moment(found.withdrawn_at, "en"))
        facts.append(Fact(Text(nl="Ingetrokken", en="Withdrawn"), gone))
    return facts


def receipt_text(found: Submission) -> str:
    """The receipt to keep or print."""
    title = Text(nl="Ontvangstbevestiging", en="Receipt").to(language())
    lines = [f"{fact.label.to(language())}: {fact.value.to(language())}" for fact in receipt_facts(found)]
    return "\n".join([title, "=" * len(title), "", *lines, ""])
