"""Forms as they stand on a page, and sending them byte by byte, as somebody who is no browser would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus, urljoin
from xml.etree.ElementTree import Element

from tests.naughty import as_bytes
from tests.web.client import Client, Page

Pairs = Sequence[tuple[str, str]]
Upload = tuple[str, str, bytes]
"""A field's name, a file's name and its content."""

_TYPED = ("text", "email", "search", "tel", "number", "url")


@dataclass(frozen=True)
class SentForm:
    """One form of a page: where it goes and what it would send."""

    page: str
    action: str
    texts: tuple[str, ...]
    """Names of the boxes that somebody types in."""
    passwords: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]
    """The rest as it stands: choices, hidden values, the token; where nothing is chosen the first choice."""
    buttons: tuple[tuple[str, str], ...]
    takes_files: bool
    typed: tuple[tuple[str, str], ...]
    """What stands in the boxes."""


def forms_of(page: Page, path: str) -> Iterator[SentForm]:
    """The forms in the main part of a page that are sent by POST."""
    for form in page.find("main").iter("form"):
        if (form.get("method") or "get").lower() == "post":
            yield _form(form, path)


def _form(form: Element, path: str) -> SentForm:
    typed: list[tuple[str, str]] = []
    fixed: list[tuple[str, str]] = []
    passwords: list[str] = []
    buttons: list[tuple[str, str]] = []
    radios: dict[str, str] = {}
    for box in form.iter():
        name, kind, value = box.get("name") or "", box.get("type", "text"), box.get("value", "")
        if not name:
            continue
        if box.tag == "textarea":
            typed.append((name, "".join(box.itertext())))
        elif box.tag == "select":
            chosen = [o for o in box.iter("option") if o.get("selected") is not None] or list(
                box.iter("option")
            )
            fixed += [(name, o.get("value", "")) for o in chosen[:1]]
        elif box.tag == "button" or kind == "submit":
            buttons.append((name, value))
        elif kind == "radio":
            radios.setdefault(name, value)
            if box.get("checked") is not None:
                radios[name] = value
        elif kind == "checkbox":
            fixed.append((name, box.get("value", "on")))
        elif kind == "password":
            passwords.append(name)
        elif kind in _TYPED:
            typed.append((name, value))
        elif kind == "hidden":
            fixed.append((name, value))
    return SentForm(
        page=path,
        action=urljoin(path, form.get("action") or path).split("#")[0],
        texts=tuple(dict.fromkeys(n for n, _ in typed)),
        passwords=tuple(passwords),
        fixed=(*fixed, *radios.items()),
        buttons=tuple(buttons),
        takes_files=any(b.get("type") == "file" for b in form.iter("input")),
        typed=tuple(typed),
    )


def send(client: Client, action: str, pairs: Pairs, upload: Upload | None = None) -> Page:
    """Send a form with exactly these bytes."""
    body, kind = _multipart(pairs, upload) if upload is not None else (_encoded(pairs), _PLAIN)
    return Page(client.browser.post(action, data=body, content_type=kind), client.forbidden)


_PLAIN = "application/x-www-form-urlencoded"
_EDGE = b"edge-of-a-part-in-these-tests"


def _encoded(pairs: Pairs) -> bytes:
    return "&".join(f"{quote_plus(as_bytes(n))}={quote_plus(as_bytes(v))}" for n, v in pairs).encode()


def _multipart(pairs: Pairs, upload: Upload) -> tuple[bytes, str]:
    parts = [
        b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (_quoted(n), as_bytes(v)) for n, v in pairs
    ]
    field, name, content = upload
    parts.append(
        b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/octet-stream\r\n\r\n%s'
        % (_quoted(field), _quoted(name), content)
    )
    body = b"".join(b"--%s\r\n%s\r\n" % (_EDGE, part) for part in parts) + b"--%s--\r\n" % _EDGE
    return body, f"multipart/form-data; boundary={_EDGE.decode()}"


def _quoted(text: str) -> bytes:
    # As browsers do: a quote and line ends would end the header.
    return as_bytes(text).replace(b"\r", b"%0D").replace(b"\n", b"%0A").replace(b'"', b"%22")


def changed(pairs: Pairs, to: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, to.get(name, value)) for name, value in pairs]
