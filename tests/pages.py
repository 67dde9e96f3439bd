"""Every page with its states, in the demonstration: the one list that the tests of pages go by.

A page that is not listed fails (tests/web/test_every_page.py). A state is somebody at a page about something; what
there is to look at is made in tests/scenes.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

INGE, BRAM, AISHA, JOOST, MARJA, FEMKE, RUUD = (
    f"{name}@demo.example" for name in ("inge", "bram", "aisha", "joost", "marja", "femke", "ruud")
)
MEETLAT, PAPEGAAI = "meetlat@demo.example", "papegaai@demo.example"

ROUND, OPEN, DRAFT, SENT, SCORING = "Marktverkenning", "Selectieonderzoek", "Concept", "Ingediend", "Geopend"
USED, WEIGHED, AWARD = "Gebruikt", "Weging", "Gunning"
TO_VERIFY, CHECKED = "Nagaan", "Nagegaan"
VERIFYING, OPENED = f"Verificatie: {TO_VERIFY}", f"Verificatie: {CHECKED}"
"""How the titles of the tenders begin."""


@dataclass(frozen=True)
class State:
    """Somebody at a page: which tender, whose response, and the rest of the address."""

    who: str
    tender: str = ""
    vendor: str = ""
    """How the company's name begins."""
    rest: dict[str, str | int] = field(default_factory=dict)
    query: str = ""


def about(who: str, tender: str, vendor: str = "", query: str = "", **rest: str) -> State:
    return State(who, tender, vendor, {**rest}, query)


SCANNED = ("Eerlijke", "Luchtkasteel", "Papegaai")
QUESTION = {"question": "HUM-12"}
QUESTIONNAIRE: dict[str, str | int] = {"id": "recruitment-ai", "version": 1}

PAGES: dict[str, tuple[State, ...]] = {
    "start.home": tuple(State(who) for who in (INGE, AISHA, MARJA, FEMKE, RUUD, MEETLAT)),
    "account.sign_in": (State(""),),
    "account.invitation": (State("", rest={"token": "TOKEN"}),),
    "people.overview": (State(FEMKE),),
    "people.person": (State(FEMKE, rest={"person_id": "RUUD"}),),
    "people.new": (State(FEMKE),),
    "mail.outbox": (State(FEMKE),),
    "questionnaires.overview": (State(INGE),),
    "questionnaires.contents": (State(AISHA, rest=QUESTIONNAIRE),),
    "questionnaire_pdfs.whole": (State(INGE, rest=QUESTIONNAIRE),),
    "questionnaire_pdfs.job": (State(INGE, rest=QUESTIONNAIRE | {"readers": "buyer", "language": "nl"}),),
    "questionnaires.section": (State(AISHA, rest=QUESTIONNAIRE | {"code": "HUM"}),),
    "questionnaires.changes": (State(INGE, rest=QUESTIONNAIRE | {"earlier": 1}),),
    "questionnaires.conditions": (State(INGE, rest=QUESTIONNAIRE),),
    "questionnaires.references": (
        State(INGE, rest=QUESTIONNAIRE), State(INGE, rest=QUESTIONNAIRE | {"instrument": "aia"}),
    ),
    # the vendor
    "responses.tasks": (
        about(MEETLAT, OPEN, "Eerlijke"), about(MEETLAT, ROUND, "Eerlijke"), about(PAPEGAAI, OPEN, "Papegaai"),
        about(PAPEGAAI, SENT, "Papegaai"), about(PAPEGAAI, SCORING, "Papegaai"),
        about(MEETLAT, TO_VERIFY, "Eerlijke"), about(MEETLAT, VERIFYING, "Eerlijke"),
    ),
    "responses.findings": (about(PAPEGAAI, SCORING, "Papegaai"), about(MEETLAT, ROUND, "Eerlijke")),
    "responses.finding": tuple(about(PAPEGAAI, SCORING, "Papegaai", finding_id=f) for f in ("PUT", "JUDGED")),
    "responses.scope": (
        about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, OPEN, "Papegaai"), about(MEETLAT, VERIFYING, "Eerlijke"),
    ),
    "responses.section": (
        about(MEETLAT, OPEN, "Eerlijke", code="BIA"), about(MEETLAT, VERIFYING, "Eerlijke", code="DAT"),
    ),
    "responses.question": (
        about(MEETLAT, OPEN, "Eerlijke", question_id="BIA-04"),
        about(MEETLAT, OPEN, "Eerlijke", question_id="PRO-01"),
        about(MEETLAT, OPEN, "Eerlijke", question_id="VAL-03"),
        about(MEETLAT, OPEN, "Eerlijke", question_id="DAT-01"),
        about(MEETLAT, ROUND, "Eerlijke", question_id="BIA-04"),
        *(about(MEETLAT, VERIFYING, "Eerlijke", question_id=q) for q in ("BIA-01", "DAT-01", "DAT-03")),
    ),
    "responses.tables": (about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, ROUND, "Papegaai")),
    "responses.table": (
        about(MEETLAT, OPEN, "Eerlijke", code="T1"), about(MEETLAT, ROUND, "Eerlijke", code="T1"),
        about(MEETLAT, ROUND, "Eerlijke", code="T1x"), about(PAPEGAAI, ROUND, "Papegaai", code="T1"),
    ),
    "responses.open_questions": (about(MEETLAT, OPEN, "Eerlijke"),),
    "responses.check": (about(MEETLAT, OPEN, "Eerlijke"), about(MEETLAT, ROUND, "Eerlijke")),
    "responses.send": (about(MEETLAT, OPEN, "Eerlijke"),),
    "responses.take_back": (about(PAPEGAAI, SENT, "Papegaai"),),
    "responses.receipt": (about(PAPEGAAI, SENT, "Papegaai"), about(MEETLAT, ROUND, "Eerlijke"),),
    "responses.check_receipt": (State(""), State(MEETLAT)),
    "verification.start": (about(INGE, AWARD), about(INGE, TO_VERIFY)),
    "responses.award": (about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, AWARD, "Papegaai")),
    "responses.contract": (about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, AWARD, "Papegaai")),
    "responses.questions_to_all": (
        about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, OPEN, "Papegaai"), about(MEETLAT, ROUND, "Eerlijke"),
    ),
    "responses.ask_question": (
        about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, OPEN, "Papegaai", query="?question=BIA-04"),
    ),
    "responses.colleagues": (about(MEETLAT, OPEN, "Eerlijke"), about(MEETLAT, ROUND, "Eerlijke")),
    "responses.colleague": (
        about(MEETLAT, OPEN, "Eerlijke", person_id="MEETLAT"), about(MEETLAT, OPEN, "Eerlijke", person_id="COLLEAGUE"),
    ),
    "responses.division": (about(MEETLAT, OPEN, "Eerlijke"), about(MEETLAT, ROUND, "Eerlijke")),
    "responses.history": (about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, SENT, "Papegaai")),
    "responses.providers": (about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, ROUND, "Papegaai")),
    # setting up
    "tenders.overview": tuple(about(INGE, t) for t in (ROUND, OPEN, DRAFT, TO_VERIFY, VERIFYING, OPENED)),
    "tender_setup.new": (State(INGE),),
    "tender_setup.basics": (about(INGE, DRAFT),),
    "tender_setup.questionnaire": (about(INGE, DRAFT),),
    "tender_setup.facts": (about(INGE, DRAFT),),
    "tender_setup.weights": (about(INGE, DRAFT), about(INGE, WEIGHED)),
    "tender_setup.weights_test": (about(INGE, DRAFT), about(INGE, WEIGHED)),
    "tender_setup.minimums": (about(INGE, DRAFT), about(INGE, DRAFT, question="BIA-01")),
    "tender_setup.agreement": (about(INGE, DRAFT),),
    "tender_setup.dates": (about(INGE, DRAFT),),
    "conditions.overview": (about(INGE, DRAFT), about(MARJA, ROUND)),
    "conditions.values": (about(INGE, DRAFT, condition="CC16"), about(INGE, DRAFT, condition="CC06")),
    "tender_setup.publish": (about(INGE, DRAFT),),
    "participants.people": (about(INGE, DRAFT), about(INGE, OPEN), about(INGE, SCORING)),
    "participants.person": (about(INGE, DRAFT, person_id="BRAM"), about(INGE, SCORING, person_id="AISHA")),
    "participants.take_off": (about(INGE, SCORING, person_id="AISHA"),),
    "readiness.overview": (about(INGE, DRAFT), about(MARJA, ROUND)),
    "readiness.task": (about(INGE, OPEN, question="CTX-04"), about(MARJA, ROUND, question="HUM-01")),
    "participants.vendors": (about(INGE, DRAFT), about(INGE, OPEN)),
    "participants.facts": (about(INGE, "Ronde", "Nieuwe"),),
    "tenders.publication": (
        about(INGE, OPEN), about(AISHA, SCORING), about(MARJA, ROUND), about(AISHA, AWARD),
        about(INGE, TO_VERIFY), about(INGE, VERIFYING),
    ),
    "draft_contract.overview": (about(INGE, OPEN), about(MARJA, ROUND)),
    "tenders.extend": (about(INGE, OPEN),),
    "tenders.cancel": (about(INGE, OPEN),),
    "tenders.delete": (about(INGE, DRAFT),),
    "questions_to_all.overview": (about(INGE, OPEN), about(INGE, ROUND), about(RUUD, ROUND)),
    "questions_to_all.item": (about(INGE, OPEN, item_id="ITEM"), about(BRAM, OPEN, item_id="ITEM")),
    "questions_to_all.publish": (about(INGE, OPEN),),
    "questions_to_all.notas": (about(INGE, OPEN), about(AISHA, OPEN), about(MARJA, ROUND)),
    "opening.opening": (about(INGE, OPEN),),
    "opening.protocol": (about(RUUD, ROUND),),
    "events.log": (about(INGE, OPEN), about(RUUD, ROUND)),
    # scoring
    "scoring.overview": (about(AISHA, ROUND), about(INGE, ROUND)),
    "scoring.interests": (about(AISHA, OPEN), about(JOOST, SCORING)),
    "scoring.recuse": (about(AISHA, SCORING), about(JOOST, SCORING)),
    "differences.overview": (
        about(INGE, ROUND), about(AISHA, ROUND, query="?show=all"), about(AISHA, SCORING), about(MARJA, AWARD),
    ),
    "scoring.sheet": (
        about(AISHA, ROUND, "Eerlijke"), about(AISHA, SCORING, "Papegaai"), about(JOOST, OPENED, "Eerlijke"),
    ),
    "scoring.question": (
        *(about(AISHA, ROUND, v, **QUESTION) for v in ("Luchtkasteel", "Papegaai")),
        *(about(AISHA, OPENED, "Eerlijke", question=q) for q in ("BIA-01", "DAT-01", "DAT-03")),
        about(AISHA, SCORING, "Papegaai", **QUESTION),
    ),
    "scoring.final": (about(AISHA, SCORING, "Papegaai"),),
    "agreeing.overview": (about(JOOST, ROUND, "Eerlijke"),),
    "agreeing.question": (
        about(JOOST, ROUND, "Luchtkasteel", **QUESTION), about(AISHA, OPENED, "Eerlijke", question="DAT-01"),
    ),
    "gates.overview": (about(JOOST, ROUND, "Glimlachmeter"),),
    "gates.gate": (about(JOOST, ROUND, "Glimlachmeter", question="PRO-01"),),
    "findings.overview": (about(INGE, SCORING), about(AISHA, SCORING), about(RUUD, ROUND)),
    "findings.finding": (
        *(about(INGE, SCORING, "Papegaai", finding_id=f) for f in ("FOUND", "PUT", "JUDGED")),
        *(about(AISHA, SCORING, "Papegaai", finding_id=f) for f in ("PUT", "ANSWERED", "JUDGED")),
    ),
    "findings.put": (about(INGE, SCORING, "Papegaai"),),
    "findings.add": (about(INGE, SCORING, "Papegaai"),),
    # deciding
    "comparison.overview": (
        about(MARJA, ROUND), about(MARJA, ROUND, query="?sort=level"),
        *(about(who, AWARD) for who in (MARJA, AISHA)), about(INGE, AWARD, query="?sort=BIA"),
    ),
    "assessments.overview": tuple(about(MARJA, ROUND, v) for v in SCANNED),
    **{f"assessments.{part}": (about(MARJA, ROUND, "Luchtkasteel"),) for part in ("conditions", "findings", "risk")},
    "conditions.applied": (
        about(INGE, ROUND, "Luchtkasteel", condition="CC29"),
        about(MARJA, ROUND, "Luchtkasteel", condition="CC05"),
    ),
    "conditions.note": (about(INGE, ROUND, "Luchtkasteel"),),
    "conditions.add": (about(INGE, ROUND, "Luchtkasteel"),),
    "figures.overview": (
        *(about(MARJA, ROUND, v) for v in ("Eerlijke", "Luchtkasteel", "Papegaai", "Zoals", "Glimlach")),
        about(AISHA, ROUND, "Luchtkasteel"),
    ),
    "measurements.overview": tuple(about(who, USED, "Papegaai") for who in (INGE, MARJA, RUUD)),
    "reports.job": (about(MARJA, ROUND, "Luchtkasteel", job_id="JOB"),),
    "decisions.vendor": (
        about(MARJA, ROUND, "Eerlijke"), about(MARJA, ROUND, "Papegaai"),
        *(about(MARJA, AWARD, vendor) for vendor in SCANNED),
    ),
    "decisions.procedure": (about(MARJA, ROUND),),
    "decisions.overview": (
        *(about(MARJA, one) for one in (ROUND, AWARD, TO_VERIFY)), *(about(INGE, one) for one in (ROUND, AWARD)),
    ),
}  # fmt: skip

FILES = {
    "static": "style sheets, fonts and scripts",
    "start.theme": "a municipality's own style sheet",
    "responses.file": "evidence, to the vendor",
    "responses.table_template": "an empty table to fill in",
    "responses.findings_file": "what was put to the vendor, as text",
    "responses.receipt_file": "a receipt or its manifest as a file",
    "responses.nota_file": "a nota van inlichtingen, to the vendor",
    "questions_to_all.nota_file": "a nota van inlichtingen, to the buyer",
    "reports.pdf": "the risk assessment",
    "questionnaire_pdfs.pdf": "a whole questionnaire",
    "measurements.file": "a later table, to the buyer",
    "conditions.file": "the annex to the contract",
    "responses.contract_file": "the draft contract, to the vendor",
    "draft_contract.file": "the same, to the buyer's people",
    "scoring.file": "evidence, to the assessor",
    "opening.protocol_file": "the protocol as JSON",
    "tenders.frozen": "what was published, as JSON",
}
"""Addresses that give a file, not a page."""
