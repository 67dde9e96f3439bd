"""Findings on the buyer's side: all of a tender, one with its forms, adding one, and putting them to the vendor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.answers import WHOLE_OFFER, Key
from assessor.domain.findings import LEAST_DAYS, FindingState, sides, usual_last_day
from assessor.domain.formats import day, read_day
from assessor.domain.permissions import Action
from assessor.domain.report.findings import module_name
from assessor.domain.report.printable import shortened
from assessor.domain.text import Text
from assessor.domain.words import FLAG_OUTCOMES
from assessor.services import findings
from assessor.services.access import company_of
from assessor.services.finding_lists import (
    OfResponse,
    Shown,
    finding_of,
    findings_of_response,
    findings_of_tender,
)
from assessor.services.refusals import Invalid
from assessor.services.tenders import questionnaire_of
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import Form, choice, line, paragraphs, said, trying

pages = Blueprint("findings", __name__)

TONES = {
    FindingState.FOUND: "notice",
    FindingState.SET_ASIDE: "neutral",
    FindingState.PUT: "info",
    FindingState.ANSWERED: "notice",
    FindingState.UNANSWERED: "notice",
    FindingState.JUDGED: "positive",
}

GIST_LENGTH = 90

OUTCOMES: tuple[tuple[str, Text, Text], ...] = (
    (
        "explained",
        Text(nl="Verklaard", en="Explained"),
        Text(
            nl="De uitleg maakt duidelijk hoe het een bij het ander past. Er verandert niets.",
            en="The reply makes clear how the one fits the other. Nothing changes.",
        ),
    ),
    (
        "error",
        Text(nl="Vergissing", en="Error"),
        Text(
            nl="De opgave klopt niet, en er blijkt niet dat de leverancier dat wist. U scoort op wat is gebleken.",
            en="The statement is wrong, and nothing shows that the vendor knew. You score on what came out.",
        ),
    ),
    (
        "misleading",
        Text(nl="Misleidend", en="Misleading"),
        Text(
            nl="De leverancier wist of moest weten dat het niet klopte. In de risicobeoordeling telt deze vraag dan "
            "als 0 en is de zekerheid hoogstens beperkt.",
            en="The vendor knew or had to know that it was not right. In the risk assessment this question then "
            "counts as 0, and the confidence is limited at best.",
        ),
    ),
)


class AddForm(Form):
    key = choice(Text(nl="Vraag", en="Question"))
    claimed = paragraphs(
        Text(nl="Wat in het antwoord staat", en="What the answer says"),
        Text(nl="De leverancier krijgt dit te lezen.", en="The vendor gets to read this."),
    )
    recomputed = paragraphs(
        Text(nl="Wat u daarnaast vond", en="What you found beside it"),
        Text(
            nl="Met de vindplaats. De leverancier krijgt dit te lezen.",
            en="With where it was found. The vendor gets to read this.",
        ),
    )
    difference = paragraphs(
        Text(nl="Wat u wilt weten", en="What you want to know"),
        Text(
            nl="Stel een vraag, geen verwijt. De leverancier krijgt dit te lezen.",
            en="Ask a question, do not reproach. The vendor gets to read this.",
        ),
    )
    reason = paragraphs(
        Text(nl="Waarom u deze bevinding toevoegt", en="Why you add this finding"),
        Text(nl="De leverancier ziet dit niet.", en="The vendor does not see this."),
    )


class PutForm(Form):
    until = line(
        Text(nl="Laatste dag om te reageren", en="Last day to reply"),
        Text(
            nl="Ten minste {n} werkdagen na vandaag. Schrijf de dag als 23-11-2026.",
            en="At least {n} working days after today. Write the day as 23-11-2026.",
        ).fill(n=LEAST_DAYS),
    )


class SetAsideForm(Form):
    reason = paragraphs(
        Text(nl="Reden", en="Reason"),
        Text(
            nl="De leverancier krijgt deze bevinding dan niet te zien en zij telt niet mee.",
            en="The vendor then does not get to see this finding, and it does not count.",
        ),
    )


class JudgeForm(Form):
    outcome = choice(Text(nl="Wat is uw oordeel?", en="What is your judgement?"))
    reason = paragraphs(
        Text(nl="Reden", en="Reason"),
        Text(
            nl="Noem wat de reactie wel en niet verklaart. Deze tekst kan in de risicobeoordeling komen.",
            en="Say what the reply explains and what it does not. This text can be part of the risk assessment.",
        ),
    )


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One finding of a list."""

    one: Shown
    url: str
    tone: str
    hint: Text


@pages.route("/tenders/<tender_id>/findings")
@needs(Action.READ_FINDINGS)
def overview(tender_id: str) -> ResponseReturnValue:
    found = findings_of_tender(house(), actor(), tender_id)
    return render_template(
        "findings/overview.html",
        tender=tender(),
        found=[(of, [_line(of.response_id, one) for one in of.findings]) for of in found],
        total=sum(len(of.findings) for of in found),
    )


@pages.route("/scoring/<response_id>/findings/<finding_id>")
@needs(Action.READ_FINDINGS)
def finding(response_id: str, finding_id: str) -> ResponseReturnValue:
    one = finding_of(house(), actor(), response_id, finding_id)
    return _finding(one, JudgeForm() if one.may_judge else SetAsideForm())


def _finding(one: Shown, form: Form) -> ResponseReturnValue:
    page = render_template(
        "findings/finding.html",
        tender=tender(),
        response_id=response().id,
        vendor=company_of(house(), response()).name,
        one=one,
        sides=sides(one.finding, to_vendor=False),
        tone=TONES[one.state],
        next=next_step(one),
        form=form,
        outcomes=OUTCOMES,
        own_judgement=any(j.is_own for j in one.judgements),
    )
    return page, 422 if form.problems else 200


def _line(response_id: str, one: Shown) -> Line:
    url = url_for("findings.finding", response_id=response_id, finding_id=one.id)
    # Several findings can be about one question: the first words of the difference tell them apart.
    gist = Text(
        nl=shortened(one.finding.difference.nl, GIST_LENGTH),
        en=shortened(one.finding.difference.en, GIST_LENGTH),
    )
    hint = Text(nl="{key} · {gist} · {next}", en="{key} · {gist} · {next}")
    return Line(one, url, TONES[one.state], hint.fill(key=one.key, gist=gist, next=next_step(one)))


def next_step(one: Shown) -> Text:
    """Whose turn it is, or what came of it."""
    if one.state is FindingState.FOUND:
        return Text(nl="De inkoper legt dit voor aan de leverancier, of legt het terzijde.",
                    en="The officer puts this to the vendor, or sets it aside.")  # fmt: skip
    if one.state is FindingState.SET_ASIDE:
        return Text(nl="Telt niet mee.", en="Does not count.")
    if one.state is FindingState.PUT:
        assert one.last_day is not None
        text = Text(nl="De leverancier kan reageren tot en met {last}.",
                    en="The vendor can reply up to and including {last}.")  # fmt: skip
        return text.fill(last=Text(nl=day(one.last_day, "nl"), en=day(one.last_day, "en")))
    if one.outcome is not None:
        return Text(nl="Uitkomst: {word}.", en="Outcome: {word}.").fill(word=FLAG_OUTCOMES[one.outcome])
    if one.differ:
        return Text(nl="De oordelen verschillen. Een nieuw oordeel, of dat van een derde beoordelaar, beslist.",
                    en="The judgements differ. A new judgement, or that of a third assessor, decides.")  # fmt: skip
    if one.own_turn:
        return Text(nl="Geef uw oordeel.", en="Give your judgement.")
    if one.judged_by:
        return Text(nl="Eén beoordelaar heeft geoordeeld; een tweede nog niet.",
                    en="One assessor has judged; a second one has not yet.")  # fmt: skip
    return Text(
        nl="Twee beoordelaars oordelen, los van elkaar.", en="Two assessors judge, apart from each other."
    )


# --- officers ---------------------------------------------------------------------------------------------


@pages.route("/scoring/<response_id>/findings/new", methods=["GET", "POST"])
@needs(Action.HANDLE_FINDINGS)
def add(response_id: str) -> ResponseReturnValue:
    form = AddForm()
    if form.sent:
        question, _, module = (form.key.data or "").partition("@")
        with trying(form) as outcome:
            row = findings.add_finding(
                house(),
                actor(),
                response_id,
                Key(question, module or WHOLE_OFFER),
                claimed=form.claimed.data or "",
                recomputed=form.recomputed.data or "",
                difference=form.difference.data or "",
                reason=form.reason.data or "",
            )
        if outcome.done:
            said("De bevinding is toegevoegd.", "The finding was added.")
            return redirect(url_for("findings.finding", response_id=response_id, finding_id=row.id))
    page = render_template(
        "findings/add.html",
        form=form,
        tender=tender(),
        vendor=company_of(house(), response()).name,
        keys=[("", Text(nl="Kies een vraag", en="Choose a question")), *_keys()],
    )
    return page, 422 if form.problems else 200


def _keys() -> list[tuple[str, Text]]:
    questionnaire = questionnaire_of(house(), tender())
    named = Text(nl="{key} {name}", en="{key} {name}")
    with_module = Text(nl="{key} {name} ({module})", en="{key} {name} ({module})")
    found = []
    for key in findings.questions_asked(house(), response()):
        name, module = questionnaire.by_id[key.question].name, module_name(questionnaire, key.module)
        words = with_module if module else named
        found.append((str(key), words.fill(key=key.question, name=name, module=module)))
    return found


@pages.route("/scoring/<response_id>/findings/put", methods=["GET", "POST"])
@needs(Action.HANDLE_FINDINGS)
def put(response_id: str) -> ResponseReturnValue:
    form = PutForm(until=f"{usual_last_day(house().now()):%d-%m-%Y}")
    if form.sent:
        until = read_day(form.until.data or "")
        with trying(form) as outcome:
            if until is None:
                raise Invalid({"until": _NO_DAY})
            findings.put_to_vendor(house(), actor(), response_id, request.form.getlist("finding"), until)
        if outcome.done:
            said("De bevindingen zijn voorgelegd aan de leverancier.", "The findings were put to the vendor.")
            return redirect(url_for("findings.overview", tender_id=tender().id))
    found = findings_of_response(house(), actor(), response_id)
    return _put(found, form)


_NO_DAY = Text(
    nl="Dit is geen datum. Schrijf bijvoorbeeld 23-11-2026.",
    en="This is not a date. Write for example 23-11-2026.",
)


def _put(found: OfResponse, form: Form) -> ResponseReturnValue:
    page = render_template(
        "findings/put.html",
        form=form,
        tender=tender(),
        response_id=found.response_id,
        vendor=found.vendor,
        to_put=[(one, sides(one.finding, to_vendor=True)) for one in found.to_put],
    )
    return page, 422 if form.problems else 200


@pages.route("/scoring/<response_id>/findings/<finding_id>/set-aside", methods=["POST"])
@needs(Action.HANDLE_FINDINGS)
def set_aside(response_id: str, finding_id: str) -> ResponseReturnValue:
    form = SetAsideForm()
    return _did(
        response_id,
        finding_id,
        form,
        lambda: findings.set_aside(house(), actor(), finding_id, form.reason.data or ""),
        Text(nl="De bevinding is terzijde gelegd.", en="The finding was set aside."),
    )


# --- assessors --------------------------------------------------------------------------------------------


@pages.route("/scoring/<response_id>/findings/<finding_id>/judge", methods=["POST"])
@needs(Action.JUDGE_FINDING)
def judge(response_id: str, finding_id: str) -> ResponseReturnValue:
    form = JudgeForm()
    return _did(
        response_id,
        finding_id,
        form,
        lambda: findings.judge(house(), actor(), finding_id, form.outcome.data or "", form.reason.data or ""),
        Text(nl="Uw oordeel is vastgelegd.", en="Your judgement is recorded."),
    )


def _did(
    response_id: str, finding_id: str, form: Form, verb: Callable[[], object], words: Text
) -> ResponseReturnValue:
    """Take a step with a finding of this response, and show the finding again."""
    finding_of(house(), actor(), response_id, finding_id)
    with trying(form) as outcome:
        verb()
    if outcome.done:
        said(words.nl, words.en)
        return redirect(url_for("findings.finding", response_id=response_id, finding_id=finding_id))
    return _finding(finding_of(house(), actor(), response_id, finding_id), form)
