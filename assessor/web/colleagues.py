"""People of a vendor's own company who work on the response."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.services.people import colleagues as people_of
from assessor.services.people import invite_colleague, new_link
from assessor.web.access import actor, house, needs, response, tender
from assessor.web.forms import Form, line, trying
from assessor.web.response_parts import is_open, pages


class InviteForm(Form):
    name = line(Text(nl="Naam", en="Name"))
    email = line(Text(nl="E-mailadres", en="E-mail address"))


@pages.route("/responses/<response_id>/colleagues")
@needs(Action.READ_OWN_RESPONSE)
def colleagues(response_id: str) -> ResponseReturnValue:  # noqa: ARG001
    return _page(InviteForm())


@pages.route("/responses/<response_id>/colleagues", methods=["POST"])
@needs(Action.INVITE_COLLEAGUE)
def invite(response_id: str) -> ResponseReturnValue:
    form = InviteForm()
    name, email = form.name.data or "", form.email.data or ""
    with trying(form) as outcome:
        token = invite_colleague(house(), actor(), response_id, email, name)
    if not outcome.done:
        return _page(form), 422
    return _page(InviteForm(formdata=None), name, token)


@pages.route("/responses/<response_id>/colleagues/<person_id>/link", methods=["POST"])
@needs(Action.INVITE_COLLEAGUE)
def renew_link(response_id: str, person_id: str) -> ResponseReturnValue:  # noqa: ARG001
    token = new_link(house(), actor(), person_id)
    name = next(p.name for p in people_of(house(), actor()) if p.id == person_id)
    return _page(InviteForm(formdata=None), name, token)


def _page(form: InviteForm, name: str = "", token: str = "") -> str:
    """The list; with a token also its link, which is shown this once."""
    path = url_for("account.invitation", token=token) if token else ""
    return render_template(
        "responses/colleagues.html",
        form=form,
        tender=tender(),
        response=response(),
        people=people_of(house(), actor()),
        invited=name,
        link=house().address.rstrip("/") + path if token else None,
        mailed=house().mailed,
        editable=is_open(tender()),
    )
