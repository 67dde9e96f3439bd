"""Every address of a site filled in with what is there, and everything the database holds, to see that it stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select

from assessor.domain.permissions import Action
from assessor.storage.models import Table
from assessor.web.access import need_of
from tests.factories import Town
from tests.web.client import Client

_OF_ITSELF = ("events", "attempts", "sessions")
"""What may grow when somebody is refused: the refusal itself is remembered."""


@dataclass(frozen=True)
class Address:
    """One address with the action that its view declared."""

    endpoint: str
    path: str
    action: Action


def addresses(app: Flask, method: str, known: Mapping[str, str | int]) -> Iterator[Address]:
    """All addresses that take the method, filled in with ids that are there."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method not in (rule.methods or set()) or rule.endpoint == "static":
                continue
            values: dict[str, Any] = {name: known[name] for name in rule.arguments if name in known}
            assert set(rule.arguments) <= set(known), (
                f"{rule}: say what stands for {set(rule.arguments) - set(known)}"
            )
            need = need_of(app.view_functions[rule.endpoint])
            assert need is not None
            yield Address(rule.endpoint, url_for(rule.endpoint, **values), need.action)


def crawl(client: Client, start: str = "/") -> dict[str, bytes]:
    """Every address that somebody comes by, link after link, with what was there."""
    found: dict[str, bytes] = {}
    left = [start]
    while left:
        path = left.pop()
        if path in found or not path.startswith("/") or path.startswith("/static"):
            continue
        answer = client.browser.get(path)
        found[path] = answer.get_data()
        if answer.mimetype == "text/html" and answer.status_code == 200:
            page = client.get(path)
            left += [link.split("#")[0] for link in page.links]
    return found


def contents(town: Town) -> dict[str, str]:
    """A digest of every table whose rows a refused step may not touch."""
    with town.store.engine.connect() as connection:
        return {
            name: hashlib.sha256(
                repr(sorted(map(repr, connection.execute(select(table))))).encode()
            ).hexdigest()
            for name, table in Table.metadata.tables.items()
            if name not in _OF_ITSELF
        }
