"""The tables, one file for each group of nouns."""

from assessor.storage.models.base import Table, new_id
from assessor.storage.models.conditions import ConditionStep
from assessor.storage.models.findings import FindingJudgement, FindingStep, RecordedFinding
from assessor.storage.models.mail import Mail
from assessor.storage.models.measurements import MeasuredTable
from assessor.storage.models.people import Attempt, Company, Invitation, Person, SignedIn
from assessor.storage.models.questions_to_all import AnsweredIn, AskedBy, Nota, NotaItem, QuestionToAll
from assessor.storage.models.readiness import ReadinessTask
from assessor.storage.models.records import Event, Remembered, ReportJob
from assessor.storage.models.responses import (
    DraftAnswer,
    DraftChange,
    EvidenceFile,
    OpenedAnswer,
    OwnPdf,
    Response,
    SectionTask,
    Submission,
)
from assessor.storage.models.scores import AgreedScore, GateJudgement, Score, ScoreSheet
from assessor.storage.models.tenders import Decision, Opening, Tender, TenderPerson, Verification

__all__ = [
    "AgreedScore",
    "AnsweredIn",
    "AskedBy",
    "Attempt",
    "Company",
    "ConditionStep",
    "Decision",
    "DraftAnswer",
    "DraftChange",
    "Event",
    "EvidenceFile",
    "FindingJudgement",
    "FindingStep",
    "GateJudgement",
    "Invitation",
    "Mail",
    "MeasuredTable",
    "Nota",
    "NotaItem",
    "OpenedAnswer",
    "Opening",
    "OwnPdf",
    "Person",
    "QuestionToAll",
    "ReadinessTask",
    "RecordedFinding",
    "Remembered",
    "ReportJob",
    "Response",
    "Score",
    "ScoreSheet",
    "SectionTask",
    "SignedIn",
    "Submission",
    "Table",
    "Tender",
    "TenderPerson",
    "Verification",
    "new_id",
]
