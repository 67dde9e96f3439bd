"""Signing in and out, personal links, language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from assessor.domain.language import LANGUAGES
from assessor.domain.permissions import Action, Role
from assessor.domain.text import Text
from assessor.services import people, signing_in
from assessor.web.access import BUYER, VENDOR, actor, cookie_name, house, needs
from assessor.web.errors import not_there
from assessor.web.forms import Form, line, password, trying
from assessor.web.language import language

pages = Blueprint("account", __name__)


class SignInForm(Form):
    email = line(Text(nl="E-mailadres", en="E-mail address"))
    password = password(Text(nl="Wachtwoord", en="Password"))


class AcceptForm(Form):
    name = line(Text(nl="Uw naam", en="Your name"))
    password = password(
        Text(nl="Kies een wachtwoord", en="Choose a password"),
        Text(
            nl="Gebruik minstens 12 tekens. Drie of vier losse woorden werken goed.",
            en="Use at least 12 characters. Three or four unrelated words work well.",
        ),
    )


def within_site(address: str) -> str:
    """The address if it stays within this site, else the start page."""
    parts = urlsplit(address.replace("\\", "/"))
    inside = (
        not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    )
    return address if inside and "\\" not in address and address.isprintable() else url_for("start.home")


def remember(token: str, is_vendor: bool, to: str) -> Response:
    """A new session in its own cookie; the other side's cookie ends, so that one person is one thing at a time."""
    session.pop("csrf_token", None)
    answer = redirect(within_site(to))
    own, other = (VENDOR, BUYER) if is_vendor else (BUYER, VENDOR)
    secure = request.is_secure or cookie_name(own).startswith("__Host-")
    answer.set_cookie(cookie_name(own), token, httponly=True, secure=secure, samesite="Lax", path="/")
    answer.delete_cookie(cookie_name(other), path="/", secure=secure, httponly=True, samesite="Lax")
    return answer


@pages.route("/sign-in", methods=["GET", "POST"])
@needs(Action.VISIT)
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.sent:
        email, password = form.email.data or "", form.password.data or ""
        token = signing_in.sign_in(house(), email, password, request.remote_addr or "")
        if token is not None:
            who = signing_in.actor_of(house(), token)
            is_vendor = who is not None and who.role is Role.VENDOR
            return remember(token, is_vendor, request.args.get("next", "/"))
        wrong = Text(
            nl="E-mailadres of wachtwoord klopt niet, of er is te vaak geprobeerd. Wacht anders een kwartier.",
            en="E-mail address or password is wrong, or there were too many attempts. Or wait a quarter of an hour.",
        )
        form.refuse({"email": wrong})
    return render_template("account/sign_in.html", form=form, expired=request.args.get("expired")), (
        422 if form.problems else 200
    )


@pages.route("/sign-out", methods=["POST"])
@needs(Action.VISIT)
def sign_out() -> ResponseReturnValue:
    token = g.get("token")
    if token:
        signing_in.sign_out(house(), token)
    session.clear()
    answer = redirect(url_for("account.sign_in"))
    for side in (BUYER, VENDOR):
        answer.delete_cookie(cookie_name(side), path="/")
    return answer


@pages.route("/language", methods=["POST"])
@needs(Action.VISIT)
def choose_language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if actor().role is not Role.NOBODY:
            people.change_language(house(), actor(), chosen)
    return redirect(within_site(request.form.get("back", "/")))


@pages.route("/invitation/<token>", methods=["GET", "POST"])
@needs(Action.VISIT, writes=True)
def invitation(token: str) -> ResponseReturnValue:
    """Looking (GET) uses nothing up, so that a mail scanner cannot; choosing a password (POST) does."""
    address = request.remote_addr or ""
    invited = people.look_at_invitation(house(), token, address)
    if invited is None:
        return not_there()
    form = AcceptForm(name=invited.name)
    if form.sent:
        name, password = form.name.data or "", form.password.data or ""
        with trying(form) as outcome:
            person = people.accept_invitation(house(), token, password, name, language(), address)
        if outcome.done and invited.has_account:
            return redirect(url_for("account.sign_in"))
        if outcome.done:
            return remember(signing_in.start_session(house(), person), person.role == Role.VENDOR, "/")
    return render_template(
        "account/invitation.html", form=form, invited=invited
    ), 422 if form.problems else 200
