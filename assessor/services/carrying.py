"""Answers of an earlier submission as the start of a new draft, and what became of them since.

The source was submitted and opened; the target is a draft of the same company. Scope, answers, files and tables of
counts are sealed anew with the target's own key: nothing of one response can be opened with the key of the other. From
there on the draft is the vendor's, who may change it; what was changed is seen by comparing, so that nobody needs to
keep a mark up to date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessor.domain.answers import Answer, Key
from assessor.domain.chain import sha256
from assessor.domain.permissions import Action, Actor
from assessor.services.access import find_response, tender_of
from assessor.services.drafts import content_of, file_rows, put_answer, put_file, put_scope, stored_file
from assessor.services.house import House
from assessor.services.opened import answers_opened, scope_opened
from assessor.services.refusals import NotThere
from assessor.services.scoring import newest_agreed
from assessor.services.tenders import procedure_of
from assessor.storage import events
from assessor.storage.files import Damaged
from assessor.storage.models import AgreedScore, Response, Submission, Verification
from assessor.storage.sealing import Broken


def carry(house: House, actor: Actor, source: Response, target: Response) -> None:
    """Fill an empty draft with what was submitted before. For verbs that checked the actor.

    A file that is damaged is left out: the vendor attaches it again. What does not fit the new questionnaire stays in
    the draft and is neither shown nor sent, as with any answer that stopped applying.
    """
    submission = house.db.get(Submission, source.submission_id) if source.submission_id else None
    if source.state != "opened" or submission is None or source.company_id != target.company_id:
        raise NotThere
    by = submission.submitted_by
    put_scope(house, target, scope_opened(tender_of(house, source), source))
    answers = answers_opened(house, source)
    for key, answer in answers.items():
        put_answer(house, by, target, key, answer)
    files, damaged = _carry_files(house, actor, by, source, target)
    about = {"from": source.id, "answers": len(answers), "files": files, "damaged": damaged}
    chain = events.response_chain(target.id)
    events.append(
        house.db, chain, actor.id, "answers_carried", about, submission.manifest_sha256, house.now()
    )


def _carry_files(house: House, actor: Actor, by: str, source: Response, target: Response) -> tuple[int, int]:
    """How many files were carried, and how many were damaged."""
    carried = damaged = 0
    for row in file_rows(house, source, removed=True):
        if row.opened_about is None:
            continue
        known = stored_file(house, source, row)
        try:
            content = content_of(house, source, row)
        except (Damaged, Broken):
            damaged += 1
            continue
        if sha256(content) != known.sha256:
            damaged += 1
            continue
        about = {
            "name": known.name,
            "content_type": known.content_type,
            "size": known.size,
            "sha256": known.sha256,
        }
        new = put_file(house, by, target, known.key, about, content, row.opened_about.get("table"))
        chain = events.response_chain(target.id)
        events.append(
            house.db, chain, actor.id, "file_added", {"file": new.id}, new.stored_sha256, house.now()
        )
        carried += 1
    return carried, damaged


# --- what became of it ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Earlier:
    """What a vendor answered before, beside what it answers now."""

    answers: Mapping[Key, Answer]

    def of(self, key: Key) -> Answer | None:
        return self.answers.get(key)

    def is_same(self, key: Key, now: Answer | None) -> bool:
        """Whether the answer is still the earlier one, with the same files."""
        return now is not None and key in self.answers and _bare(now) == _bare(self.answers[key])

    def changed(self, key: Key, now: Answer | None) -> Answer | None:
        """The earlier answer where this one parts from it."""
        return None if self.is_same(key, now) else self.answers.get(key)


def _bare(answer: Answer) -> Answer:
    """Without the order in which files were attached."""
    return replace(answer, files=tuple(sorted(answer.files)))


def source_of(house: House, response: Response) -> Response | None:
    """The earlier response that this one's draft began with; None where it began empty."""
    if not procedure_of(tender_of(house, response)).verifies:
        return None
    link = house.db.get(Verification, response.tender_id)
    return house.db.get_one(Response, link.response_id) if link is not None else None


def earlier_of(house: House, response: Response) -> Earlier | None:
    """What was answered before. For verbs that checked that the actor may read this response, which has it too."""
    source = source_of(house, response)
    return Earlier(answers_opened(house, source)) if source is not None else None


def earlier_scores(house: House, actor: Actor, response_id: str) -> Mapping[Key, AgreedScore]:
    """The agreed scores of the earlier response: for who may see everybody's of this one, so after the own."""
    source = source_of(house, find_response(house, actor, response_id, Action.READ_ALL_SCORES))
    return newest_agreed(house, source) if source is not None else {}
