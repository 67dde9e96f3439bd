"""The outbox, for administrators."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.mail import STATES
from assessor.domain.permissions import Action
from assessor.services import outbox as outboxes
from assessor.web.access import actor, house, needs
from assessor.web.forms import said

pages = Blueprint("mail", __name__)


@pages.route("/mail")
@needs(Action.MANAGE_SETTINGS)
def outbox() -> ResponseReturnValue:
    return render_template("mail/outbox.html", outbox=outboxes.outbox(house(), actor()), states=STATES)


@pages.route("/mail/<mail_id>/again", methods=["POST"])
@needs(Action.MANAGE_SETTINGS)
def again(mail_id: str) -> ResponseReturnValue:
    outboxes.send_again(house(), actor(), mail_id)
    return _sent()


@pages.route("/mail/vendors/again", methods=["POST"])
@needs(Action.MANAGE_SETTINGS)
def vendors_again() -> ResponseReturnValue:
    outboxes.send_vendors_again(house(), actor())
    return _sent()


def _sent() -> ResponseReturnValue:
    said("Het wordt opnieuw geprobeerd.", "It is being tried again.")
    return redirect(url_for("mail.outbox"))
