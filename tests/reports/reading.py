"""Reading a PDF as a screen reader does: the tags in order, each with the text drawn under it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Spoken:
    """One structure element: its tag, its own text (that of its marked content), and how deep it lies."""

    tag: str
    text: str
    depth: int
    alt: str = ""
    scope: str = ""


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def _characters(font: Any) -> dict[int, str]:
    """Glyph to text, from the font's ToUnicode map."""
    table = bytes(font["/ToUnicode"].read_bytes()).decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F ]+)>", table)
    return {int(g, 16): bytes.fromhex(u.replace(" ", "")).decode("utf-16-be", "replace") for g, u in pairs}


def marked_texts(page: Any) -> dict[int, str]:
    """The text of each marked content of a page."""
    fonts = {name: _characters(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    stack: list[int | None] = []
    current: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC":
                properties = operands[1]
                is_marked = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
                stack.append(int(properties["/MCID"]) if is_marked else None)
            case "BMC":
                stack.append(None)
            case "EMC":
                stack.pop()
            case "Tf":
                current = fonts.get(str(operands[0]), {})
            case "TJ" | "Tj":
                place = next((m for m in reversed(stack) if m is not None), None)
                if place is not None:
                    found[place] = found.get(place, "") + _decoded(operands[0], current)
            case _:
                continue
    return found


def _decoded(shown: Any, characters: dict[int, str]) -> str:
    strings = shown if isinstance(shown, pikepdf.Array) else [shown]
    words = []
    for string in strings:
        if isinstance(string, pikepdf.String):
            raw = bytes(string)
            words += [
                characters.get(int.from_bytes(raw[i : i + 2], "big"), "") for i in range(0, len(raw), 2)
            ]
    return "".join(words)


def read_aloud(content: bytes) -> list[Spoken]:
    """Every structure element in reading order."""
    with opened(content) as pdf:
        texts = {page.obj.objgen: marked_texts(page) for page in pdf.pages}
        root = pdf.Root["/StructTreeRoot"]
        return [spoken for kid in _kids(root) for spoken in _walk(kid, texts, 0)]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _walk(element: Any, texts: dict[Any, dict[int, str]], depth: int) -> Iterator[Spoken]:
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return
    page = element.get("/Pg")
    own = (
        [texts[page.objgen].get(int(k), "") for k in _kids(element) if isinstance(k, int)]
        if page is not None
        else []
    )
    attributes: Any = element.get("/A", {})
    yield Spoken(
        tag=str(element["/S"])[1:],
        text="".join(own),
        depth=depth,
        alt=str(element.get("/Alt", "")),
        scope=str(attributes.get("/Scope", "")) if isinstance(attributes, pikepdf.Dictionary) else "",
    )
    for kid in _kids(element):
        yield from _walk(kid, texts, depth + 1)


def whole_text(content: bytes) -> str:
    """All text in reading order, blanks evened out."""
    return " ".join(" ".join(s.text for s in read_aloud(content) if s.text).split())


def with_text(spoken: list[Spoken]) -> list[tuple[str, str]]:
    """The elements that hold others, each with all text below it, in order."""
    found = []
    for place, element in enumerate(spoken):
        below = [element.text]
        for other in spoken[place + 1 :]:
            if other.depth <= element.depth:
                break
            below.append(other.text)
        found.append((element.tag, " ".join(" ".join(below).split())))
    return found
