"""The file of obligations: dates, disputes and sources have a name there, and stand in one place.

Here the names are put out of the way before the obligations are read: what an obligation names is put in its place,
and `{name}` in a text becomes the date in the language of the text.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from assessor.domain.formats import day
from assessor.domain.language import Language
from assessor.domain.questionnaire.library import Dispute, LawDate
from assessor.domain.text import Text
from assessor.domain.yaml_text import Document, Fault, Path, check

NAMED = ("instruments", "dates", "disputes", "sources")
"""What has a name in the file, beside the obligations."""

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def resolve(document: Document) -> tuple[dict[str, LawDate], list[Fault]]:
    """Put what is named in its place within `document`. Gives the dates, and every fault found on the way."""
    resolver = _Resolver(document)
    resolver.resolve()
    return resolver.dates, resolver.faults


class _Resolver:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.data: dict[str, Any] = document.data
        self.days: dict[str, datetime.date] = {}
        self.dates: dict[str, LawDate] = {}
        self.faults: list[Fault] = []

    def resolve(self) -> None:
        dates = self._named("dates")
        for name, one in dates.items():
            found = _date(one.get("date")) if isinstance(one, dict) else None
            if found is None:
                self._say(("dates", name), "", f"the date '{name}' needs a date such as 2030-12-31")
            else:
                self.days[name] = found
        self.data.update({key: self._filled(self.data.get(key), (key,)) for key in (*NAMED, "obligations")})
        sources = self._all("sources", Text)
        disputes = self._all("disputes", Dispute)
        for name, one in self._named("dates").items():
            if isinstance(one, dict):
                self._name(("dates", name), one, "source", sources)
        self.dates = self._all("dates", LawDate)
        obligations = self.data.get("obligations")
        for place, one in enumerate(obligations if isinstance(obligations, list) else ()):
            if isinstance(one, dict):
                path: Path = ("obligations", place)
                self._name(path, one, "source", sources)
                self._name(path, one, "disputed", disputes)
                if one.get("applies_from") in self.days:
                    one["applies_from"] = self.days[one["applies_from"]].isoformat()

    def _say(self, path: Path, id: str, message: str) -> None:
        self.faults.append(Fault(self.document.file, self.document.line(path), id, message))

    def _named(self, key: str) -> dict[str, Any]:
        found = self.data.get(key)
        return found if isinstance(found, dict) else {}

    def _all(self, key: str, kind: Any) -> dict[str, Any]:
        found = {}
        for name in self._named(key):
            part, faults = check(kind, self.document, (key, name), "")
            self.faults += faults
            if part is not None:
                found[name] = part
        return found

    def _name(self, path: Path, one: dict[str, Any], key: str, known: dict[str, Any]) -> None:
        """Put what `key` names in its place."""
        name = one.get(key)
        if not isinstance(name, str):
            return
        if name in known:
            one[key] = known[name].model_dump(mode="json")
        else:
            plural = "disputes" if key == "disputed" else "sources"
            self._say((*path, key), str(one.get("id", "")), f"'{name}' is not listed under {plural}")
            one[key] = None if key == "disputed" else {"nl": name, "en": name}

    def _filled(self, value: Any, path: Path, language: Language = "en") -> Any:
        if isinstance(value, dict):
            return {
                key: self._filled(part, (*path, key), "nl" if key == "nl" else "en")
                for key, part in value.items()
            }
        if isinstance(value, list):
            return [self._filled(part, (*path, place)) for place, part in enumerate(value)]
        if not isinstance(value, str):
            return value

        def put(found: re.Match[str]) -> str:
            if found[1] in self.days:
                return day(self.days[found[1]], language)
            self._say(path, "", f"'{{{found[1]}}}' is not listed under dates")
            return found[0]

        return _PLACE.sub(put, value)


def _date(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
