"""Who is asking, and whether they may: every view declares what it needs, and none runs before that is checked.

A request is one step of work. Its body is read first, then one transaction is opened (a writing one for POST), the
declared action is checked against the tender or response that the address names, and the view runs. Nothing else in
the web commits.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from assessor.domain.permissions import NOBODY, Action, Actor, Role
from assessor.services import signing_in
from assessor.services.access import check, find_tender, find_with_tender
from assessor.services.house import House
from assessor.services.refusals import Refusal
from assessor.services.work import reading, writing
from assessor.storage.engine import SUBMIT_SECONDS, WRITE_SECONDS, Busy
from assessor.storage.models import Response, Tender

View = TypeVar("View", bound=Callable[..., Any])

BUYER, VENDOR = "buyer", "vendor"
_NEED = "assessor_need"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Need:
    """What a view declared."""

    action: Action
    patient: bool
    writes: bool | None
    before: Callable[[], object] | None


def needs(
    action: Action,
    *,
    patient: bool = False,
    writes: bool | None = None,
    before: Callable[[], object] | None = None,
) -> Callable[[View], View]:
    """Declare what a view needs. `patient`: it may wait longer for the write lock, as submitting does.

    `writes`: True where a GET keeps something too (a guessed link is counted), False where a POST keeps nothing.
    `before`: what is done with a file that is sent. That takes long and needs no database, as reading a spreadsheet
    does; so it is done before the write lock is taken, by somebody who may. The view finds its result in `done_before`.
    """

    def declare(view: View) -> View:
        setattr(view, _NEED, Need(action, patient, writes, before))
        return view

    return declare


def need_of(view: Callable[..., Any]) -> Need | None:
    """What a view declared, if it did."""
    return cast("Need | None", getattr(view, _NEED, None))


def require_declarations(app: Flask) -> None:
    """Refuse to start while some view declares nothing."""
    silent = sorted(name for name, view in app.view_functions.items() if need_of(view) is None)
    if silent:
        raise RuntimeError(f"these views declare no permission: {', '.join(silent)}")


# --- what a view has at hand ------------------------------------------------------------------------------


def house() -> House:
    """The working context of this request."""
    return cast(House, g.house)


def actor() -> Actor:
    """Who is asking."""
    return cast(Actor, g.get("actor", NOBODY))


def tender() -> Tender:
    """The tender in the address, already checked."""
    return cast(Tender, g.tender)


def response() -> Response:
    """The response in the address, already checked."""
    return cast(Response, g.response)


def received_at() -> datetime.datetime:
    """When the whole request was in: taken once, after its body was read."""
    return cast(datetime.datetime, g.received_at)


def done_before() -> object:
    """What the view's `before` gave, None where no file was sent; its refusal is raised here, where it can be shown."""
    if isinstance(g.done_before, Refusal):
        raise g.done_before
    return cast(object, g.done_before)


# --- one step of work -------------------------------------------------------------------------------------


class Assessor(Flask):
    """Flask, with the permission check and the one commit around every view."""

    make_house: Callable[[Session], House]
    make_session: Callable[[], Session]

    def dispatch_request(self) -> ResponseReturnValue:
        if request.routing_exception is not None or request.endpoint == "static":
            return super().dispatch_request()
        need = need_of(self.view_functions[cast(str, request.endpoint)])
        assert need is not None  # require_declarations saw to it
        g.received_at = g.house_clock()
        with self.make_session() as session:
            g.house = self.make_house(session)
            writes = request.method not in _SAFE if need.writes is None else need.writes
            _find_actor(more=not writes)
            g.done_before = None
            if need.before is not None and _brings_file():
                with reading(house(), actor()):
                    turned_away = _guard(need.action)
                if turned_away is not None:
                    return turned_away
                g.done_before = _outcome(need.before)
            wait = SUBMIT_SECONDS if need.patient else WRITE_SECONDS
            step = writing(house(), actor(), wait) if writes else reading(house(), actor())
            with step:
                turned_away = _guard(need.action)
                if turned_away is not None:
                    return turned_away
                answer = super().dispatch_request()
                # Streams and lazy values must be finished while the session is open.
                return self.make_response(answer)


def _brings_file() -> bool:
    """A field for a file that was left empty is sent without a name."""
    return request.method not in _SAFE and any(file.filename for file in request.files.values())


def _outcome(work: Callable[[], object]) -> object:
    try:
        return work()
    except Refusal as refusal:
        return refusal


def _find_actor(*, more: bool) -> None:
    """Look up the session of the cookie, and note a sign of life once a minute.

    With `more` to be read, that reading goes on from here. Before writing it is a short step of its own, so that
    nobody holds the write lock who was not found to be signed in.
    """
    g.actor = NOBODY
    g.session = None
    for side in _sides():
        token = request.cookies.get(cookie_name(side), "")
        if not token:
            continue
        with reading(house(), NOBODY, more=more):
            found = signing_in.session_of(house(), token)
        if found is not None and (found.actor.role is Role.VENDOR) == (side == VENDOR):
            g.actor, g.session, g.token = found.actor, found, token
            if found.to_be_noted:
                _note_life(token)
            return


def _note_life(token: str) -> None:
    house().db.close()
    try:
        with writing(house(), actor(), 1):
            signing_in.keep_alive(house(), token)
    except Busy:
        current_app.logger.info("a sign of life was not noted: the database was busy")


def _sides() -> tuple[str, ...]:
    """Which cookies this page reads: the vendors' pages their own, the buyer's theirs, shared pages both."""
    asked_as = request.blueprint or ""
    if asked_as in ("account", "start", "demonstration"):
        return (BUYER, VENDOR)
    return (VENDOR,) if asked_as == "responses" else (BUYER,)


def cookie_name(side: str) -> str:
    """The `__Host-` prefix binds a cookie to this host; browsers accept it over https only."""
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}assessor_{side}"


def _guard(action: Action) -> WerkzeugResponse | None:
    """Find what the address names and check the action; a visitor is sent to the sign-in page."""
    if actor().role is Role.NOBODY and action is not Action.VISIT:
        if request.method in _SAFE:
            return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
        return redirect(url_for("account.sign_in", expired="1"))
    names = request.view_args or {}
    if not all(_is_plain(str(value)) for value in names.values()):
        abort(404)  # no id holds what a database could stumble over
    if "response_id" in names:
        g.response, g.tender = find_with_tender(house(), actor(), names["response_id"], action)
        if "tender_id" in names and names["tender_id"] != g.tender.id:
            abort(404)
    elif "tender_id" in names:
        g.tender = find_tender(house(), actor(), names["tender_id"], action)
    else:
        check(house(), actor(), action)
    return None


def _is_plain(name: str) -> bool:
    return name.isprintable() and len(name) <= 200 and not any("\ud800" <= c <= "\udfff" for c in name)
