"""The figures of a response, recomputed from the tables that came with it.

Opened tables never change, so that their figures are computed once and remembered; nothing in them is about a person.
What a vendor claims is held against them at the opening, and where the two part there is a finding.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from assessor.domain.answers import Answers, Key
from assessor.domain.claimed import JudgedClaim, findings_of, judge_claims
from assessor.domain.consistency import Sent, inconsistencies
from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.questionnaire.model import Question
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.reconcile import Mismatch, reconcile, reconcile_pair
from assessor.domain.tables.stored import table_from_json
from assessor.domain.text import Text
from assessor.services.access import tender_of
from assessor.services.findings import explained_findings, record_found
from assessor.services.house import House
from assessor.services.opened import answers_opened, as_of, keys_to_score, scope_opened
from assessor.services.tables import Delivered, tables_opened
from assessor.services.tenders import questionnaire_of
from assessor.storage.models import EvidenceFile, Response, Tender

NOT_ADDED_UP = Text(
    nl="Tabel {code} telt niet op. Het bewijs is daarom niet narekenbaar (E3); kies E2 of lager.",
    en="Table {code} does not add up. So the evidence is not recomputable (E3); choose E2 or lower.",
)
NOT_AGREED = Text(
    nl="Tabel {code} spreekt tegen wat de leverancier hier opgeeft. Zolang dat niet is verklaard, is het bewijs niet "
    "narekenbaar (E3); kies E2 of lager.",
    en="Table {code} contradicts what the vendor states here. As long as that is not explained, the evidence is not "
    "recomputable (E3); choose E2 or lower.",
)

_REMEMBERED = 500
_known: OrderedDict[tuple[str, ...], Figures] = OrderedDict()
_lock = threading.Lock()


def figures_opened(house: House, response: Response) -> Figures | None:
    """The figures of the submitted tables; None without any. For services that checked the actor."""
    return _figures_where(house, EvidenceFile.response_id == response.id).get(response.id)


def figures_of_tender(house: House, tender: Tender) -> dict[str, Figures]:
    """The figures of every response that came with tables, by response. For services that checked the actor."""
    responses = select(Response.id).where(Response.tender_id == tender.id).scalar_subquery()
    return _figures_where(house, EvidenceFile.response_id.in_(responses))


@dataclass(frozen=True)
class Recomputed:
    """The submitted tables of a response: their figures, what does not add up, and the claims held against them."""

    delivered: tuple[Delivered, ...]
    figures: Figures
    faults: Mapping[TableCode, tuple[Mismatch, ...]]
    """Only of tables that do not add up."""
    claims: tuple[JudgedClaim, ...]

    @property
    def contradicted(self) -> tuple[JudgedClaim, ...]:
        return tuple(claim for claim in self.claims if claim.judged.verdict == "contradicts")

    def against_e3(self, question: Question, explained: Collection[str] = ()) -> Text | None:
        """Why the tables behind a question do not make its evidence recomputable; None where nothing stands against it.

        `explained`: codes of findings that the assessors judged to be explained.
        """
        own = [one.code for one in self.delivered if one.code in question.tables]
        for code in own:
            if code in self.faults:
                return NOT_ADDED_UP.fill(code=code)
        parts = (c for c in self.contradicted if c.key.question == question.id and c.code not in explained)
        first = next(parts, None)
        return None if first is None else NOT_AGREED.fill(code=first.judged.table)


def recomputed(house: House, response: Response) -> Recomputed | None:
    """Everything that follows from the submitted tables; None without any. For services that checked the actor."""
    delivered = tables_opened(house, response)
    figures = figures_opened(house, response)
    if figures is None:
        return None
    tender = tender_of(house, response)
    questionnaire, answers = questionnaire_of(house, tender), answers_opened(house, response)
    asked = keys_to_score(questionnaire, tender, scope_opened(tender, response), answers)
    return Recomputed(
        delivered=tuple(delivered),
        figures=figures,
        faults=faults_of({one.code: one.table for one in delivered}),
        claims=judge_claims(questionnaire, asked, answers, figures),
    )


def faults_of(tables: Mapping[TableCode, Table[Any]]) -> dict[TableCode, tuple[Mismatch, ...]]:
    """What does not add up, by table: in itself, and between T1 and T1x."""
    found = {code: reconcile(table) for code, table in tables.items()}
    if "T1" in tables and "T1x" in tables:
        found["T1x"] += reconcile_pair(tables["T1"], tables["T1x"])
    return {code: faults for code, faults in found.items() if faults}


def record_contradictions(house: House, response: Response) -> None:
    """At the opening: a finding for each claim that the vendor's own tables contradict, and for each rule broken."""
    found = recomputed(house, response)
    if found is not None:
        record_found(house, None, response, findings_of(found.claims))
    tender = tender_of(house, response)
    questionnaire, answers = questionnaire_of(house, tender), answers_opened(house, response)
    sent = Sent(
        asked=keys_to_score(questionnaire, tender, scope_opened(tender, response), answers),
        answers=_with_files(house, response, answers),
        figures=found.figures if found else None,
        tables=[one.code for one in found.delivered] if found else (),
        as_of=as_of(tender),
    )
    record_found(house, None, response, inconsistencies(questionnaire, sent))


def _with_files(house: House, response: Response, answers: Answers) -> Answers:
    """The answers with the names of the files that came with them."""
    rows = house.db.scalars(
        select(EvidenceFile).where(
            EvidenceFile.response_id == response.id, EvidenceFile.opened_about.is_not(None)
        )
    )
    names: dict[Key, tuple[str, ...]] = {}
    for row in rows:
        key = Key(row.question, row.module)
        names[key] = (*names.get(key, ()), str((row.opened_about or {})["name"]))
    return {key: replace(answer, files=names.get(key, ())) for key, answer in answers.items()}


def against_e3(house: House, response: Response, question: Question) -> Text | None:
    """Why evidence at this question cannot be called recomputable, as far as its tables go."""
    found = recomputed(house, response)
    return None if found is None else found.against_e3(question, explained_findings(house, response))


def _figures_where(house: House, which: Any) -> dict[str, Figures]:
    rows = house.db.execute(
        select(EvidenceFile.response_id, EvidenceFile.id)
        .where(which, EvidenceFile.sealed_table.is_not(None), EvidenceFile.opened_about.is_not(None))
        .order_by(EvidenceFile.uploaded_at, EvidenceFile.id)
    )
    files: dict[str, list[str]] = defaultdict(list)
    for response, file in rows:
        files[response].append(file)
    return {response: _figures(house, tuple(ids)) for response, ids in files.items()}


def _figures(house: House, files: tuple[str, ...]) -> Figures:
    return _remembered(files, lambda: figures_of(_tables(house, files)))


def _tables(house: House, files: tuple[str, ...]) -> Mapping[TableCode, Table[Any]]:
    abouts = house.db.scalars(
        select(EvidenceFile.opened_about).where(EvidenceFile.id.in_(files)).order_by(EvidenceFile.uploaded_at)
    )
    tables = [table_from_json(about["table"]) for about in abouts if about is not None]
    return {table.code: table for table in tables}


def _remembered(files: tuple[str, ...], make: Callable[[], Figures]) -> Figures:
    with _lock:
        if files in _known:
            _known.move_to_end(files)
            return _known[files]
    made = make()
    with _lock:
        _known[files] = made
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return made
