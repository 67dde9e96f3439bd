"""The start page: what waits for whoever is signed in; for a visitor, what this is and the way in."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action, Role
from assessor.services.access import responses_of_vendor, tenders_for
from assessor.web.access import actor, house, needs

pages = Blueprint("start", __name__)


@pages.route("/")
@needs(Action.VISIT)
def home() -> ResponseReturnValue:
    who = actor()
    if who.role is Role.NOBODY:
        return render_template("start/visitor.html")
    if who.role is Role.VENDOR:
        return render_template("start/vendor.html", responses=responses_of_vendor(house(), who))
    return render_template("start/buyer.html", tenders=tenders_for(house(), who))


@pages.route("/theme.css")
@needs(Action.VISIT)
def theme() -> ResponseReturnValue:
    """A municipality's own theme, from the instance folder."""
    settings = current_app.config["PARTS"].settings
    file = settings.instance / settings.theme_css
    if not settings.theme_css or not file.is_file():
        abort(404)
    return send_file(file, mimetype="text/css")
