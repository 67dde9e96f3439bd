"""YAML as data that remembers its lines, so that every fault can be said with file and line.

YAML 1.2: `no` is text, not false. Refused: duplicate keys, aliases (they can grow without bound) and tags.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml import CSafeLoader, MappingNode, MarkedYAMLError, Node, ScalarNode, SequenceNode, YAMLError, compose

_TAG = "tag:yaml.org,2002:"
_PLAIN = ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "seq", "map")
_INTEGER = re.compile(r"[-+]?[0-9]+")
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
    try:
        node = compose(text, Loader=CSafeLoader)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [Fault(file, line, "", f"this is not valid YAML: {error.problem or error.context}")]
    except (YAMLError, ValueError) as error:
        return None, [Fault(file, 1, "", f"this is not valid YAML: {str(error).splitlines()[0]}")]
    if node is None:
        return None, [Fault(file, 1, "", "the file is empty")]
    reader = _Reader(file)
    data = reader.value(node, ())
    if reader.faults:
        return None, reader.faults
    return Document(file, data, reader.lines), []


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def _fault(self, node: Node, message: str) -> None:
        self.faults.append(Fault(self.file, node.start_mark.line + 1, "", message))

    def value(self, node: Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._fault(node, "write the value out: anchors and aliases (& and *) are not used here")
            return None
        self._seen.add(id(node))
        if str(node.tag).removeprefix(_TAG) not in _PLAIN:
            self._fault(node, f"the tag {node.tag} is not used here")
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(part, (*path, place)) for place, part in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return str(node.value) if node.style else _plain(str(node.value))

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._fault(key_node, "a key must be a plain word")
                continue
            key = str(key_node.value)
            if key in found:
                self._fault(key_node, f"the key '{key}' stands twice")
                continue
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, (*path, key))
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
            return f"{where}: {shown} is not one of {found.get('ctx', {}).get('expected', '')}"
        case "string_type":
            return f"{where}: {shown} must be text (put it in quotes)"
        case "value_error":
            return str(found["msg"]).removeprefix("Value error, ")
        case _:
            return f"{where}: {shown}: {found['msg'][0].lower()}{found['msg'][1:]}"
