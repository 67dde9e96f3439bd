"""What is submitted: answers, scope and files as one plain value, with a manifest that a vendor can check.

The manifest lists the SHA-256 of every part. A salt that is sealed with the package keeps its digest, which stands
in the open receipt, from telling what was answered: a yes or a no could otherwise be guessed and tried.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from assessor.domain.answers import Answer, Answers, Confidential, Key, Provider, Scope
from assessor.domain.chain import canonical, sha256
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire

FORMAT = 1


def answer_to_json(answer: Answer) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "value": dict(answer.value),
        "evidence": answer.evidence.value if answer.evidence else None,
        "evidence_note": answer.evidence_note,
        "evidence_date": answer.evidence_date.isoformat() if answer.evidence_date else None,
        "standing": answer.standing,
        "standing_reason": answer.standing_reason,
        "files": list(answer.files),
    }
    if answer.confidential is not None:
        marked = answer.confidential
        plain["confidential"] = {
            "reason": marked.reason,
            "whole": marked.whole,
            "passage": marked.passage,
            "files": list(marked.files),
        }
    return plain


def answer_from_json(plain: Mapping[str, Any]) -> Answer:
    date = plain["evidence_date"]
    return Answer(
        value=plain["value"],
        evidence=EvidenceLevel(plain["evidence"]) if plain["evidence"] else None,
        evidence_note=plain["evidence_note"],
        evidence_date=datetime.date.fromisoformat(date) if date else None,
        standing=plain["standing"],
        standing_reason=plain["standing_reason"],
        files=tuple(plain["files"]),
        confidential=_confidential(plain.get("confidential")),
    )


def _confidential(plain: Mapping[str, Any] | None) -> Confidential | None:
    if plain is None:
        return None
    return Confidential(plain["reason"], plain["whole"], plain["passage"], tuple(plain["files"]))


def scope_to_json(scope: Scope) -> dict[str, Any]:
    """The vendor's half; the effect is the buyer's and is not repeated."""
    return {
        "products": list(scope.products),
        "marks": sorted(scope.marks),
        "providers": [
            {"module": one.module, "own": one.own, "name": one.name, "version": one.version}
            for one in scope.providers
        ],
    }


def scope_from_json(plain: Mapping[str, Any], effect: str) -> Scope:
    """What was stored before providers were asked has none."""
    providers = tuple(
        Provider(one["module"], one["own"], one["name"], one["version"]) for one in plain.get("providers", ())
    )
    return Scope(tuple(plain["products"]), frozenset(plain["marks"]), effect, providers)


def key_from(text: str) -> Key:
    """The key in "HUM-01@T05" or "VAL-03"."""
    question, _, module = text.partition("@")
    return Key(question, module) if module else Key(question)


def what_counts(questionnaire: Questionnaire, scope: Scope, tier: str, answers: Answers) -> dict[Key, Answer]:
    """The answers that are asked for, judged by answers that are asked for themselves.

    A draft may hold answers that stopped applying. They must neither be sent nor decide what else is asked, or the
    buyer, who gets only what was sent, would find other questions asked.
    """
    kept = dict(answers)
    while True:
        keys = set(asked(questionnaire, scope, tier, kept))
        fewer = {k: a for k, a in kept.items() if k in keys and questionnaire.by_id[k.question].by_vendor}
        if len(fewer) == len(kept):
            return dict(sorted(fewer.items()))
        kept = fewer


def build(
    *,
    tender: str,
    response: str,
    version: int,
    salt: str,
    scope: Scope,
    answers: Answers,
    files: list[dict[str, Any]],
    signed_by: Mapping[str, str],
) -> dict[str, Any]:
    """The package. A file is its id, question, module, name, content type, size and two digests."""
    return {
        "format": FORMAT,
        "tender": tender,
        "response": response,
        "version": version,
        "salt": salt,
        "scope": scope_to_json(scope),
        "answers": {str(key): answer_to_json(answer) for key, answer in answers.items()},
        "files": files,
        "signed_by": dict(signed_by),
    }


def manifest_of(package: Mapping[str, Any]) -> dict[str, Any]:
    """What was submitted, part by part, with a digest each. Its own digest stands in the receipt."""
    return {
        "format": package["format"],
        "tender": package["tender"],
        "response": package["response"],
        "version": package["version"],
        "salt": package["salt"],
        "scope": sha256(canonical(package["scope"])),
        "signed_by": sha256(canonical(package["signed_by"])),
        "answers": {key: sha256(canonical(answer)) for key, answer in package["answers"].items()},
        "files": {
            file["id"]: {name: file[name] for name in ("question", "module", "name", "size", "sha256")}
            for file in package["files"]
        },
    }


def manifest_sha256(package: Mapping[str, Any]) -> str:
    return sha256(canonical(manifest_of(package)))
