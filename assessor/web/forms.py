"""Forms: Flask-WTF reads them and carries the token against forgery; rules are checked by the verbs.

A verb's refusal comes back as messages at the fields, with everything typed kept and nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, cast

from flask import flash
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from assessor.domain.limits import clean_text
from assessor.domain.text import Text
from assessor.services.refusals import Changed, Invalid, Refusal, Refused
from assessor.web.access import house

# --- fields: WTForms' own, with a label and a hint in both languages ---------------------------------------


def _shown_again(data: object) -> object:
    # What no page can show is not kept in a box either; what is left is for the verb to judge.
    return clean_text(data) if isinstance(data, str) else data


def line(label: Text, hint: Text | None = None, **rest: Any) -> StringField:
    """One line of text."""
    return StringField(cast(Any, label), description=cast(Any, hint or ""), filters=(_shown_again,), **rest)


def password(label: Text, hint: Text | None = None) -> PasswordField:
    return PasswordField(cast(Any, label), description=cast(Any, hint or ""))


def paragraphs(label: Text, hint: Text | None = None, **rest: Any) -> TextAreaField:
    """Text of several lines."""
    return TextAreaField(cast(Any, label), description=cast(Any, hint or ""), filters=(_shown_again,), **rest)


def hidden() -> HiddenField:
    """What the form carries along: a revision, a key against sending twice."""
    return HiddenField(filters=(_shown_again,))


def choice(label: Text, hint: Text | None = None, **rest: Any) -> RadioField:
    """One of several; the template names the choices, the verb checks them."""
    return RadioField(
        cast(Any, label), description=cast(Any, hint or ""), validate_choice=False, choices=[], **rest
    )


def several(label: Text, hint: Text | None = None, **rest: Any) -> SelectMultipleField:
    """Any of several."""
    return SelectMultipleField(
        cast(Any, label), description=cast(Any, hint or ""), validate_choice=False, choices=[], **rest
    )


def tick(label: Text, hint: Text | None = None, **rest: Any) -> BooleanField:
    """Yes or nothing."""
    return BooleanField(cast(Any, label), description=cast(Any, hint or ""), **rest)


# --- the form ---------------------------------------------------------------------------------------------


class Form(FlaskForm):
    """Base of all forms. `problems` are messages by field name; "" holds those of the whole form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.problems: dict[str, list[Text]] = {}

    def refuse(self, errors: Mapping[str, Text]) -> None:
        """Put messages at their fields; a message for no field of this form belongs to the whole."""
        for name, message in errors.items():
            self.problems.setdefault(name if name in self._fields else "", []).append(message)

    @property
    def field_labels(self) -> dict[str, Text]:
        """What each field is called, for the list of messages at the top of the page."""
        return {name: cast(Text, field.label.text) for name, field in self._fields.items()}

    @property
    def sent(self) -> bool:
        """Sent by POST (the token was checked before)."""
        return bool(self.is_submitted())  # type: ignore[no-untyped-call]


class Outcome:
    """Whether a verb did its work."""

    done = False
    changed: Changed | None = None


class Told(Protocol):
    """What hears of a verb's refusal: a form, or what stands for one."""

    problems: dict[str, list[Text]]

    def refuse(self, errors: Mapping[str, Text]) -> None: ...


@contextmanager
def trying(form: Told) -> Iterator[Outcome]:
    """Call a verb: a refusal goes to the form, and everything the verb did is undone."""
    outcome = Outcome()
    try:
        yield outcome
    except Refusal as refusal:
        house().db.rollback()
        if isinstance(refusal, Invalid):
            form.refuse(refusal.errors)
        elif isinstance(refusal, Refused):
            form.problems.setdefault("", []).extend(refusal.reasons)
        elif isinstance(refusal, Changed):
            outcome.changed = refusal
            form.problems.setdefault("", []).append(refusal.message)
        else:
            raise
    else:
        outcome.done = True


def said(nl: str, en: str) -> None:
    """A message on the next page that something was done."""
    flash(Text(nl=nl, en=en).model_dump_json(), "ok")
