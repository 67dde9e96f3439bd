"""A vendor's response: what to do, what is open, and all answers to check. More of it is in the modules beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain import words
from assessor.domain.answers import Answer, Key
from assessor.domain.completeness import Progress
from assessor.domain.permissions import Action
from assessor.domain.providers import provider_words
from assessor.domain.text import Text
from assessor.services.access import company_of
from assessor.services.carrying import Earlier
from assessor.services.criteria import award_of
from assessor.services.evidence import list_files
from assessor.services.finding_lists import own_findings
from assessor.services.notas import notas_of_response
from assessor.services.refusals import NotThere
from assessor.services.responses import Filling, filling
from assessor.services.submitting import submissions
from assessor.services.waiting import waits_for_vendor
from assessor.storage.models import Submission
from assessor.web.access import actor, house, needs
from assessor.web.colleagues import handed_out_words
from assessor.web.language import language
from assessor.web.own_tables import asked_tables, table_states
from assessor.web.own_verification import CHANGED, FROM_OFFER, earlier, notice
from assessor.web.question_form import Said, answer_lines
from assessor.web.response_parts import (
    can_ask,
    closed_words,
    is_open,
    pages,
    question_name,
    question_url,
    section_url,
)

# --- the task list --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One line of a list of things to do."""

    name: Text
    url: str
    status: Text
    tone: str
    hint: Text | None = None
    number: str = ""


@pages.route("/responses/<response_id>")
@needs(Action.READ_OWN_RESPONSE)
def tasks(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    sent, tables, given = counting(filled), asked_tables(filled), handed_out_words(filled)
    return render_template(
        "responses/tasks.html",
        filled=filled,
        tender=filled.tender,
        response=filled.response,
        word=words.response_word(filled.tender.procedure),
        now=house().now(),
        editable=is_open(filled.tender),
        company=company_of(house(), filled.response).name,
        sections=[_section_task(filled, one, given.get(one.section)) for one in filled.progress],
        done=sum(one.done for one in filled.progress),
        total=len(filled.asked),
        tables=tables,
        delivered=sum(one.file_id is not None for one in tables),
        sent=sent,
        closed=closed_words(filled.tender, sent),
        changed=sent is not None and changed_since(filled, sent),
        findings=own_findings(house(), actor(), response_id) if filled.response.state == "opened" else (),
        asked=waits_for_vendor(house(), filled.response),
        notice=notice(filled),
        has_award=award_of(filled.questionnaire, filled.tender) is not None,
        notas=notas_of_response(house(), actor(), response_id),
        can_ask=can_ask(filled.tender),
    )


def counting(filled: Filling) -> Submission | None:
    """The version that counts now, if any was submitted and not withdrawn."""
    found = submissions(house(), actor(), filled.response.id)
    return next((one for one in found if one.id == filled.response.submission_id), None)


def changed_since(filled: Filling, sent: Submission) -> bool:
    """Whether an answer was saved, or a file added, after this version was submitted."""
    moments = [d.saved_at for d in filled.drafts.values() if d.revision]
    moments += [f.uploaded_at for f in list_files(house(), actor(), filled.response.id)]
    return any(moment > sent.received_at for moment in moments)


_PROGRESS: dict[str, tuple[Text, str]] = {
    "not_started": (Text(nl="niet begonnen", en="not started"), "neutral"),
    "started": (Text(nl="bezig", en="in progress"), "info"),
    "done": (Text(nl="klaar", en="done"), "positive"),
}


def _section_task(filled: Filling, progress: Progress, given: Text | None) -> Task:
    begun = any(
        filled.questionnaire.by_id[key.question].dimension == progress.section
        for key, draft in filled.drafts.items()
        if key in filled.asked and draft.answer != Answer()
    )
    hint = Text(nl="{done} van {total} beantwoord", en="{done} of {total} answered").fill(
        done=progress.done, total=progress.total
    )
    if given is not None:
        hint = Text(nl="{hint} · {who}", en="{hint} · {who}").fill(hint=hint, who=given)
    status, tone = _PROGRESS["started" if begun and not progress.done else progress.word]
    return Task(
        name=filled.questionnaire.dimension_by_code[progress.section].name,
        url=section_url(filled, progress.section),
        status=status,
        tone=tone,
        hint=hint,
    )


# --- lists of questions ---------------------------------------------------------------------------------------


@pages.route("/responses/<response_id>/sections/<code>")
@needs(Action.READ_OWN_RESPONSE)
def section(response_id: str, code: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    keys = [k for k in filled.asked if filled.questionnaire.by_id[k.question].dimension == code]
    if not keys:
        raise NotThere
    return render_template(
        "responses/section.html",
        filled=filled,
        tender=filled.tender,
        response=filled.response,
        dimension=filled.questionnaire.dimension_by_code[code],
        progress=next(one for one in filled.progress if one.section == code),
        questions=_question_tasks(filled, keys),
        editable=is_open(filled.tender),
    )


@pages.route("/responses/<response_id>/open")
@needs(Action.READ_OWN_RESPONSE)
def open_questions(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    if filled.scope is None:
        return redirect(url_for("responses.scope", response_id=response_id))
    return render_template(
        "responses/open.html",
        filled=filled,
        tender=filled.tender,
        response=filled.response,
        questions=_question_tasks(filled, [one.key for one in filled.open]),
    )


def _question_tasks(filled: Filling, keys: Sequence[Key]) -> list[Task]:
    reasons, before = {one.key: one.reasons for one in filled.open}, earlier(filled)
    return [_question_task(filled, key, reasons.get(key, ()), before) for key in keys]


def _question_task(filled: Filling, key: Key, reasons: Sequence[Text], before: Earlier | None) -> Task:
    draft = filled.drafts.get(key)
    status, tone, hint = _PROGRESS["done"][0], "positive", None
    if draft is None or draft.answer == Answer():
        status, tone = Text(nl="niet beantwoord", en="not answered"), "neutral"
    elif reasons:
        status, tone = Text(nl="nog niet af", en="not finished"), "info"
        hint = Text(nl="; ".join(r.nl for r in reasons), en="; ".join(r.en for r in reasons))
    elif draft.answer.standing is not None:
        status, tone = words.STANDINGS[draft.answer.standing], "notice"
    if hint is None and before is not None and before.of(key) is not None:
        hint = FROM_OFFER if before.is_same(key, draft.answer if draft else None) else CHANGED
    return Task(
        question_name(filled.questionnaire, key), question_url(filled, key), status, tone, hint, key.question
    )


# --- check your answers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """One answer on the page where all are checked."""

    task: Task
    lines: Sequence[Said]
    files: Sequence[str]


@pages.route("/responses/<response_id>/check")
@needs(Action.READ_OWN_RESPONSE)
def check(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    if filled.scope is None:
        return redirect(url_for("responses.scope", response_id=response_id))
    return render_template(
        "responses/check.html",
        filled=filled,
        tender=filled.tender,
        response=filled.response,
        products=[
            (filled.questionnaire.type_by_code[code].name, provider_words(filled.scope.provider_of(code)))
            for code in filled.scope.products
        ],
        marks=[m.name for m in filled.questionnaire.marks if m.code in filled.scope.marks],
        sections=[
            (filled.questionnaire.dimension_by_code[one.section], one, _checked(filled, one.section))
            for one in filled.progress
        ],
        tables=table_states(filled),
        editable=is_open(filled.tender),
    )


def _checked(filled: Filling, code: str) -> list[Checked]:
    keys = [k for k in filled.asked if filled.questionnaire.by_id[k.question].dimension == code]
    found = []
    for key, task in zip(keys, _question_tasks(filled, keys), strict=True):
        answer = filled.drafts[key].answer if key in filled.drafts else Answer()
        lines = answer_lines(filled.questionnaire.by_id[key.question], answer, language())
        found.append(Checked(task, lines, answer.files))
    return found
