"""Receipts: to read, to keep as a file, and to check without signing in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from assessor.domain.formats import moment
from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.services.refusals import NotThere
from assessor.services.submitting import is_genuine, manifest, submissions
from assessor.storage.models import Submission
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import Form, paragraphs
from assessor.web.language import in_words, language
from assessor.web.response_parts import is_open, pages

_LONGEST = 20_000
_NOT_A_RECEIPT = Text(
    nl="Dit is geen ontvangstbevestiging in JSON. Plak het hele bestand, van de eerste tot de laatste accolade.",
    en="This is no receipt in JSON. Paste the whole file, from the first brace to the last.",
)


class CheckForm(Form):
    receipt = paragraphs(
        Text(nl="Ontvangstbevestiging als JSON", en="Receipt as JSON"),
        Text(
            nl="Open het bestand dat u bij het indienen hebt bewaard en plak de inhoud hier.",
            en="Open the file that you kept when you submitted, and paste its content here.",
        ),
    )


@pages.route("/receipts/check", methods=["GET", "POST"])
@needs(Action.VISIT, writes=False)
def check_receipt() -> ResponseReturnValue:
    """Whoever holds a receipt can ask whether it is genuine; the answer says no more than the receipt itself."""
    form, told = CheckForm(), None
    if form.sent:
        told = _read(form.receipt.data or "")
        if told is None:
            form.refuse({"receipt": _NOT_A_RECEIPT})
    genuine = told is not None and is_genuine(house(), told)
    page = render_template("responses/check_receipt.html", form=form, told=told, genuine=genuine)
    return page, 422 if form.problems else 200


def _read(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


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
