"""YAML as data that remembers its lines, so that every fault can be said with file and line.

YAML 1.2: `no` is text, not false. Refused: duplicate keys, aliases (they can grow without bound), tags, and what is
longer or deeper than anybody writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml import CSafeLoader, MarkedYAMLError, YAMLError, parse
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

_TAG = "tag:yaml.org,2002:"
_PLAIN = ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "seq", "map")
_INTEGER = re.compile(r"[-+]?[0-9]+")
MOST_CHARACTERS = 2_000_000
_DEEPEST = 40
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

Path = tuple[str | int, ...]
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a file: where, in which question (if any), and what."""

    file: str
    line: int
    question: str
    message: str

    def __str__(self) -> str:
        about = f"{self.question}: " if self.question else ""
        return f"{self.file}:{self.line}: {about}{self.message}"


@dataclass(frozen=True)
class Document:
    """The plain data of one file and the line on which each part of it stands."""

    file: str
    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the part, or of the nearest part around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(file: str, text: str) -> tuple[Document | None, list[Fault]]:
    """The document, or None with the faults that keep it from being read."""
    if len(text) > MOST_CHARACTERS:
        return None, [
            Fault(file, 1, "", f"the file is too long: at most {MOST_CHARACTERS} characters can be read")
        ]
    reader = _Reader(file)
    try:
        data = reader.document(parse(text, Loader=CSafeLoader))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [Fault(file, line, "", f"this is not valid YAML: {error.problem or error.context}")]
    except (YAMLError, ValueError) as error:
        return None, [Fault(file, 1, "", f"this is not valid YAML: {str(error).splitlines()[0]}")]
    except _Hopeless as found:
        return None, [found.fault]
    return (None, reader.faults) if reader.faults else (Document(file, data, reader.lines), [])


class _Hopeless(Exception):
    """A fault after which reading on makes no sense."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _line_of(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


class _Reader:
    """Reads the parser's events one by one, so that depth is known before it can do harm."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.events: Iterator[Event] = iter(())

    def _fault(self, at: Event, message: str) -> Fault:
        return Fault(self.file, _line_of(at), "", message)

    def document(self, events: Iterator[Event]) -> Any:
        """The file's one document."""
        self.events = events
        next(events)  # the start of the file
        if not isinstance(next(events), DocumentStartEvent):
            raise _Hopeless(Fault(self.file, 1, "", "the file is empty"))
        data = self._value(next(events), ())
        next(events)  # the end of the document
        after = next(events)
        if isinstance(after, DocumentStartEvent):
            raise _Hopeless(self._fault(after, "a second document begins here; a file holds one"))
        return data

    def _value(self, event: Event, path: Path) -> Any:
        self.lines.setdefault(path, _line_of(event))
        if len(path) > _DEEPEST:
            raise _Hopeless(self._fault(event, f"this is nested more than {_DEEPEST} deep"))
        if isinstance(event, AliasEvent):
            message = "write the value out: anchors and aliases (& and *) are not used here"
            self.faults.append(self._fault(event, message))
            return None
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!" and str(tag).removeprefix(_TAG) not in _PLAIN:
            self.faults.append(self._fault(event, f"the tag {tag} is not used here"))
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return [self._value(part, (*path, place)) for place, part in enumerate(self._parts())]
        assert isinstance(event, ScalarEvent)
        return str(event.value) if event.style else _plain(str(event.value))

    def _parts(self) -> Iterator[Event]:
        """The events that begin a part of the current list or mapping, up to its end."""
        for event in self.events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_event in self._parts():
            if not isinstance(key_event, ScalarEvent):
                raise _Hopeless(self._fault(key_event, "a key must be a plain word"))
            key = str(key_event.value)
            if key in found:
                self.faults.append(self._fault(key_event, f"the key '{key}' stands twice"))
            self.lines[(*path, key)] = _line_of(key_event)
            found[key] = self._value(next(self.events), (*path, key))
        return found


def _plain(text: str) -> Any:
    """What an unquoted word means in YAML 1.2; the library's own answer is that of 1.1, where `no` is false."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if len(text) <= 30 and _INTEGER.fullmatch(text):
        return int(text)
    if len(text) <= 30 and _FLOAT.fullmatch(text):
        return float(text)
    return text


def check(kind: type[T], document: Document, path: Path, question: str) -> tuple[T | None, list[Fault]]:
    """The part of `document` at `path` as a strict `kind`, or all its faults."""
    data = document.data
    for step in path:
        data = data[step]
    try:
        return kind.model_validate_json(json.dumps(data), strict=True), []
    except ValidationError as error:
        return None, [
            Fault(document.file, document.line((*path, *found["loc"])), question, _in_words(found))
            for found in error.errors(include_url=False)
        ]


def _in_words(found: ErrorDetails) -> str:
    where = ".".join(str(step) for step in found["loc"])
    last = str(found["loc"][-1]) if found["loc"] else ""
    given = found.get("input")
    place = f"{where}: " if where else ""
    shown = (
        f"'{given}'" if isinstance(given, str | int | float) and len(str(given)) <= 60 else "what stands here"
    )
    match found["type"]:
        case "missing" if last in ("nl", "en"):
            language = "Dutch (nl)" if last == "nl" else "English (en)"
            return f"{where.rpartition('.')[0] or 'the text'}: the {language} text is missing"
        case "missing":
            return f"the key '{where}' is missing"
        case "extra_forbidden":
            return f"unknown key '{where}'"
        case "literal_error" | "enum":
            return f"{place}{shown} is not one of {found.get('ctx', {}).get('expected', '')}"
        case "string_type":
            return f"{place}{shown} must be text (put it in quotes)"
        case "value_error":
            return str(found["msg"]).removeprefix("Value error, ")
        case _:
            return f"{place}{shown}: {found['msg'][0].lower()}{found['msg'][1:]}"
