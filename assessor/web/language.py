"""Words, numbers and moments in the visitor's language; what every template has at hand."""

from __future__ import annotations

import datetime
from typing import Any, cast

from flask import Flask, g, request, session
from markupsafe import Markup

from assessor.domain import formats, words
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.permissions import NOBODY, Role
from assessor.domain.text import Text
from assessor.reports.prose import prose


def language() -> Language:
    """The person's own language; a visitor's choice; else what the browser asks first."""
    actor = g.get("actor", NOBODY)
    if actor.role is not Role.NOBODY:
        return cast(Language, actor.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return cast(Language, chosen)
    return cast(Language, request.accept_languages.best_match(LANGUAGES) or "nl")


def t(nl: str, en: str, **values: object) -> str:
    """The words in the visitor's language: `t("Opslaan", "Save")`. Values fill `{name}` places."""
    if not values:
        return nl if language() == "nl" else en
    return Text(nl=nl, en=en).fill(**values).to(language())


def in_words(text: Text | str | None) -> str:
    """A Text in the visitor's language; plain text as it is."""
    return text.to(language()) if isinstance(text, Text) else text or ""


def markdown(text: Text | str | None) -> Markup:
    """The questionnaires' long texts: Markdown, cleaned to a short list of tags."""
    return prose(in_words(text))


def number(value: float, digits: int | None = None) -> str:
    return formats.number(value, language(), digits)


def percent(share: float, digits: int = 0) -> str:
    return formats.percent(share, language(), digits)


def day(date: datetime.date) -> str:
    return formats.day(date, language())


def moment(when: datetime.datetime) -> str:
    return formats.moment(when, language())


def size(length: int) -> str:
    """A file's size in kB or MB."""
    return f"{number(length / 1e6, 1)} MB" if length >= 1_000_000 else f"{number(max(length / 1e3, 1), 0)} kB"


def flashed(message: str) -> str:
    """A message that `forms.said` left for this page."""
    return in_words(Text.model_validate_json(message))


def register(app: Flask) -> None:
    """Give templates these filters and names."""
    env = app.jinja_env
    filters: dict[str, Any] = {
        "words": in_words, "markdown": markdown, "number": number, "percent": percent, "day": day,
        "moment": moment, "size": size, "flashed": flashed,
    }  # fmt: skip
    env.filters.update(filters)
    env.globals.update(t=t, words=words)

    @app.context_processor
    def at_hand() -> dict[str, Any]:
        return {"language": language(), "actor": g.get("actor", NOBODY), "session_info": g.get("session")}
