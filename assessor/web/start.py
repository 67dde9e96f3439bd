"""The start page: what waits for whoever is signed in; for a visitor, what this is and the way in."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action, Role
from assessor.services.access import responses_of_vendor
from assessor.web import demonstration
from assessor.web.access import actor, house, needs
from assessor.web.response_parts import cards
from assessor.web.tenders import lines_for

pages = Blueprint("start", __name__)


@pages.route("/")
@needs(Action.VISIT, writes=True)
def home() -> ResponseReturnValue:
    """A visitor of the demonstration is let in as the manager, at the comparison: the first thing to see."""
    who = actor()
    if who.role is Role.NOBODY:
        shown = demonstration.first_sight() if current_app.config["DEMONSTRATION"] else None
        return shown or render_template("start/visitor.html")
    if who.role is Role.VENDOR:
        return render_template("start/vendor.html", cards=cards(responses_of_vendor(house(), who)))
    return render_template("start/buyer.html", lines=lines_for(house(), who))


@pages.route("/theme.css")
@needs(Action.VISIT)
def theme() -> ResponseReturnValue:
    """A municipality's own theme, from the instance folder."""
    settings = current_app.config["PARTS"].settings
    file = settings.instance / settings.theme_css
    if not settings.theme_css or not file.is_file():
        abort(404)
    return send_file(file, mimetype="text/css")
