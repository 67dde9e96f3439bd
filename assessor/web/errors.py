"""What a person sees when something cannot be: a plain page in their language, never a trace."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from assessor.domain.text import Text
from assessor.services.refusals import NotThere, Refusal, Refused
from assessor.storage.engine import Busy

_NOT_THERE = (
    Text(nl="Pagina niet gevonden", en="Page not found"),
    Text(
        nl="Deze pagina bestaat niet, of is niet voor u bestemd.",
        en="This page does not exist, or is not meant for you.",
    ),
)
_EXPIRED = (
    Text(nl="Uw formulier is verlopen", en="Your form has expired"),
    Text(
        nl="Ga terug, kopieer wat u hebt getypt, ververs de pagina en probeer het opnieuw.",
        en="Go back, copy what you typed, refresh the page and try again.",
    ),
)
_TOO_LARGE = (
    Text(nl="Dit is te groot", en="This is too large"),
    Text(
        nl="Een bestand mag hoogstens 50 MB zijn. Er is niets opgeslagen.",
        en="A file can be 50 MB at most. Nothing was stored.",
    ),
)
_BUSY = (
    Text(nl="Het is nu erg druk", en="It is very busy now"),
    Text(
        nl="Uw wijziging is nog niet opgeslagen. Ga terug en probeer het over een minuut opnieuw.",
        en="Your change has not been saved yet. Go back and try again in a minute.",
    ),
)
_OTHER = (
    Text(nl="Dit kan niet", en="This cannot be done"),
    Text(nl="De aanvraag kon niet worden gelezen.", en="The request could not be read."),
)
_BROKEN = (
    Text(nl="Er ging iets mis", en="Something went wrong"),
    Text(
        nl="Dat ligt aan ons en niet aan u. Er is niets half opgeslagen. Probeer het later opnieuw.",
        en="That is our fault, not yours. Nothing was half saved. Try again later.",
    ),
)


def _page(code: int, title: Text, message: Text, reasons: tuple[Text, ...] = ()) -> tuple[str, int]:
    return render_template("error.html", title=title, message=message, reasons=reasons), code


def not_there() -> ResponseReturnValue:
    """The answer to what is not there, or not yours; for a view that must keep what it noted."""
    return _page(404, *_NOT_THERE)


def register(app: Flask) -> None:
    @app.errorhandler(NotThere)
    def absent(_: NotThere) -> ResponseReturnValue:
        return not_there()

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        reasons = refusal.reasons if isinstance(refusal, Refused) else (refusal.message,)
        return _page(409, Text(nl="Dit kan nu niet", en="This cannot be done now"), reasons[0], reasons[1:])

    @app.errorhandler(Busy)
    def busy(_: Busy) -> ResponseReturnValue:
        body, code = _page(503, *_BUSY)
        return body, code, {"Retry-After": "30"}

    @app.errorhandler(CSRFError)
    def expired(_: CSRFError) -> ResponseReturnValue:
        return _page(400, *_EXPIRED)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, RequestEntityTooLarge):
            return _page(413, *_TOO_LARGE)
        if error.code == 404:
            return _page(404, *_NOT_THERE)
        if error.response is not None or error.code is None or error.code < 400:
            return error
        return _page(error.code, *_OTHER)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        app.logger.exception("unexpected fault at %s", request.endpoint)
        return _page(500, *_BROKEN)
