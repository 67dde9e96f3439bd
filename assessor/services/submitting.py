"""Submitting with a receipt, withdrawing, and what a vendor can check of it afterwards.

The deadline is half-open and judged inside the write lock: on time is a request that the server had wholly received
before it. The lock may be had a little later, at most `GRACE`, so that a slow server does not punish a punctual
vendor and nothing can slip in once the closing, which takes the same lock, is done.
"""

from __future__ import annotations

import datetime
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.chain import NOTHING, canonical, sha256, stamp
from assessor.domain.formats import moment
from assessor.domain.package import build, manifest_of, manifest_sha256, what_counts
from assessor.domain.permissions import Action, Actor
from assessor.domain.signing import CAPACITIES, Signature
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services import notices
from assessor.services.access import check, company_of, find_response, tender_of
from assessor.services.drafts import answers_in, file_rows, scope_in, stored_file, table_in
from assessor.services.house import House
from assessor.services.keys import tender_key
from assessor.services.providers import require_providers
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.tenders import questionnaire_of
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import Event, EvidenceFile, Response, Submission, Tender
from assessor.storage.sealing import seal, unseal

GRACE = datetime.timedelta(seconds=30)
"""How long after the deadline a request that was received before it may still get its turn."""

Receipt = dict[str, Any]
"""Plain JSON: what was received when, and its place in the response's own chain of events, signed."""

_ONCE = re.compile(r"[0-9A-Za-z_-]{8,80}")


def submit(
    house: House,
    actor: Actor,
    response_id: str,
    *,
    once: str,
    signature: Signature,
    received_at: datetime.datetime,
) -> Receipt:
    """Submit what is drafted now as the next version, signed by an authorised person; returns its receipt.

    `once` is the request's own key: the same request again gives the same receipt, also when the first answer was
    lost on the way. `received_at` is taken once by the web, after the whole request was read.
    """
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    if not _ONCE.fullmatch(once):
        raise Invalid({"once": Text(nl="Open deze pagina opnieuw.", en="Open this page again.")})
    tender = tender_of(house, response)
    earlier = _submission(house, response, Submission.once == once)
    if earlier is not None:
        return earlier.receipt
    now = house.now()
    received_at = _believed(house, received_at, now)
    _refuse_late(tender, received_at, now)
    check(house, actor, Action.SUBMIT, tender, response)
    signed_by = _signed(signature)
    scope, answers = _what_is_sent(house, response, tender)
    files = _files(house, response, set(answers))
    version = 1 + (
        house.db.scalar(select(func.max(Submission.version)).where(Submission.response_id == response.id))
        or 0
    )
    package = build(
        tender=tender.id,
        response=response.id,
        version=version,
        salt=secrets.token_hex(32),
        scope=scope,
        answers=answers,
        files=files,
        signed_by=signed_by,
    )
    sealed = seal(tender_key(house, tender), canonical(package), place(response.id, version))
    told = {
        "format": 1,
        "tender": {"id": tender.id, "title": tender.title, "buyer": tender.buyer},
        "response": response.id,
        "company": company_of(house, response).name,
        "version": version,
        "received_at": stamp(received_at),
        "manifest": {"answers": len(answers), "files": len(files), "sha256": manifest_sha256(package)},
    }
    event = events.append(
        house.db,
        events.response_chain(response.id),
        actor.id,
        "submitted",
        {
            "version": version,
            "received_at": told["received_at"],
            "manifest_sha256": manifest_sha256(package),
            "receipt_sha256": sha256(canonical(told)),
        },
        sha256(sealed),
        now,
    )
    receipt = told | {"chain": {"name": event.chain, "number": event.number, "head": event.head}}
    receipt["signature"] = house.master.sign(canonical(receipt))
    submission = Submission(
        response_id=response.id,
        version=version,
        once=once,
        received_at=received_at,
        sealed=sealed,
        manifest_sha256=manifest_sha256(package),
        receipt=receipt,
        submitted_by=actor.id,
    )
    house.db.add(submission)
    house.db.flush()
    response.state, response.submission_id = "submitted", submission.id
    notices.submitted(house, actor, tender, response, receipt)
    return receipt


def withdraw(house: House, actor: Actor, response_id: str, *, received_at: datetime.datetime) -> None:
    """Withdraw what was submitted. The draft stays and can be submitted again until the deadline."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    tender = tender_of(house, response)
    now = house.now()
    _refuse_late(tender, _believed(house, received_at, now), now)
    check(house, actor, Action.WITHDRAW, tender, response)
    counting = _submission(house, response, Submission.id == response.submission_id)
    if counting is None:
        raise Refused(Text(nl="Er is niets ingediend.", en="Nothing has been submitted."))
    counting.withdrawn_at = now
    response.state, response.submission_id = "withdrawn", None
    about = {"version": counting.version}
    chain = events.response_chain(response.id)
    events.append(house.db, chain, actor.id, "withdrawn", about, NOTHING, now)


def place(response_id: str, version: int) -> str:
    """What a sealed package is bound to."""
    return f"submission/{response_id}/{version}"


# --- what a vendor sees afterwards --------------------------------------------------------------------------


def submissions(house: House, actor: Actor, response_id: str) -> list[Submission]:
    """The versions that the actor's own company submitted, newest first, each with its receipt."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    query = select(Submission).where(Submission.response_id == response.id)
    return list(house.db.scalars(query.order_by(Submission.version.desc())))


def manifest(house: House, actor: Actor, response_id: str, version: int) -> dict[str, Any]:
    """What a version holds, part by part, with the digests that its receipt stands for."""
    return manifest_of(sent(house, actor, response_id, version)[1])


def sent(house: House, actor: Actor, response_id: str, version: int) -> tuple[Submission, dict[str, Any]]:
    """A version that the actor's own company submitted, with all that is in it."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    found = _submission(house, response, Submission.version == version)
    if found is None:
        raise NotThere
    return found, package_in(house, response, found)


def package_in(house: House, response: Response, found: Submission) -> dict[str, Any]:
    """All that is in a submitted version. For verbs that checked the actor."""
    secret = tender_key(house, tender_of(house, response))
    package: dict[str, Any] = json.loads(unseal(secret, found.sealed, place(response.id, found.version)))
    return package


def is_genuine(house: House, receipt: Mapping[str, Any]) -> bool:
    """Whether this installation gave this receipt and its event is still there. Nobody need sign in for it."""
    told = {name: value for name, value in receipt.items() if name != "signature"}
    try:
        if not house.master.is_signed(canonical(told), str(receipt.get("signature"))):
            return False
        chain = told["chain"]
        kept = house.db.scalar(
            select(Event.head).where(Event.chain == str(chain["name"]), Event.number == int(chain["number"]))
        )
        return bool(kept == chain["head"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return False


# --- the parts of submitting --------------------------------------------------------------------------------


def _believed(house: House, received_at: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    # A clock that was set back must not make a late response punctual: then the latest moment seen counts.
    latest = events.latest_moment(house.db)
    went_back = latest is not None and now < latest - events.BACK_BY
    return max(received_at, latest) if went_back and latest is not None else received_at


def _refuse_late(tender: Tender, received_at: datetime.datetime, now: datetime.datetime) -> None:
    if tender.state == State.CANCELLED:
        raise Refused(Text(nl="Deze procedure is gestopt.", en="This procedure was cancelled."))
    deadline = tender.deadline
    if deadline is None:
        raise NotThere
    if tender.state == State.PUBLISHED and received_at < deadline and now < deadline + GRACE:
        return
    raise Refused(
        Text(
            nl="Te laat: de termijn liep tot {deadline} en uw verzoek kwam binnen op {received}. "
            "Er is niets ingediend of gewijzigd. Uw concept is bewaard.",
            en="Too late: the deadline was {deadline} and your request arrived on {received}. "
            "Nothing was submitted or changed. Your draft is kept.",
        ).fill(deadline=_in_words(deadline), received=_in_words(received_at))
    )


def _in_words(when: datetime.datetime) -> Text:
    return Text(nl=moment(when, "nl"), en=moment(when, "en"))


def _signed(signature: Signature) -> dict[str, str]:
    typed = Typed()
    signed_by = {
        "name": typed.line("name", signature.name),
        "position": typed.line("position", signature.position),
        "capacity": typed.choice("capacity", signature.capacity, CAPACITIES),
    }
    if not signature.authorised:
        message = Text(
            nl="Bevestig dat u dit namens de leverancier mag indienen.",
            en="Confirm that you may submit this on behalf of the vendor.",
        )
        typed.wrong("authorised", message)
    if not signature.truthful:
        message = Text(nl="Bevestig dat de antwoorden kloppen.", en="Confirm that the answers are true.")
        typed.wrong("truthful", message)
    typed.stop()
    return signed_by


def _what_is_sent(house: House, response: Response, tender: Tender) -> tuple[Scope, dict[Key, Answer]]:
    scope = scope_in(house, response, tender)
    if scope is None:
        raise Refused(
            Text(
                nl="Geef eerst aan welke onderdelen u aanbiedt.", en="First declare which modules you offer."
            )
        )
    require_providers(questionnaire_of(house, tender), scope)
    drafts = {key: draft.answer for key, draft in answers_in(house, response).items()}
    answers = what_counts(questionnaire_of(house, tender), scope, tender.tier, drafts)
    if not answers:
        raise Refused(Text(nl="Er is nog niets ingevuld.", en="Nothing has been filled in yet."))
    return scope, answers


def _files(house: House, response: Response, keys: set[Key]) -> list[dict[str, Any]]:
    rows = file_rows(house, response)
    lost = set(house.files.without_file(row.stored_as for row in rows))
    for row in rows:
        if row.stored_as in lost:
            raise Refused(
                Text(
                    nl="Het bestand {name} is bij ons beschadigd. Verwijder het en voeg het opnieuw toe.",
                    en="The file {name} was damaged here. Remove it and add it again.",
                ).fill(name=stored_file(house, response, row).name)
            )
    return [_file(house, response, row) for row in rows if Key(row.question, row.module) in keys]


def _file(house: House, response: Response, row: EvidenceFile) -> dict[str, Any]:
    file, table = stored_file(house, response, row), table_in(house, response, row)
    about = {
        "id": file.id,
        "question": file.key.question,
        "module": file.key.module,
        "name": file.name,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "stored_sha256": file.stored_sha256,
    }
    return about if table is None else about | {"table": table}


def _submission(house: House, response: Response, which: Any) -> Submission | None:
    return house.db.scalars(
        select(Submission).where(Submission.response_id == response.id, which)
    ).one_or_none()
