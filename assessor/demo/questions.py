"""Questions to all in the demonstration: a published nota, an answer in the making, and a question that waits."""

from __future__ import annotations

from assessor.demo.entrants import Entrant
from assessor.demo.people import Cast
from assessor.demo.stage import Stage
from assessor.domain.nota import Spoken
from assessor.domain.permissions import Actor
from assessor.services import nota_drafts as drafts
from assessor.services.nota_drafts import Words
from assessor.services.notas import preview, publish_nota
from assessor.services.questions_to_all import ask

_FIRST = "Onze toets op bias is van vorig jaar, op een eerdere versie. Mogen wij die toch meesturen?"
_SECOND = "May the evidence be in English?"
_SENSITIVE = (
    "Wij leveren ons taalmodel via Voorbeeldwolk (fictief), wat wij nog niet bekend hebben gemaakt. Geldt dat als een "
    "onderaannemer?"
)
_WAITING = "Hoeveel trainees verwacht u in het eerste jaar, en in welke maanden?"

_ANSWERS = (
    Words(
        "BIA-01",
        Spoken("Mag een toets op bias van een eerdere versie worden meegestuurd?",
               "May a bias test of an earlier version be added?"),
        Spoken(
            "Ja. Zeg erbij:\n\n- om welke versie het gaat;\n- wat er sindsdien is veranderd.\n\nDe toets telt dan "
            "minder zwaar dan een toets van de huidige versie, zoals in de vragenlijst staat.",
            "Yes. Say with it:\n\n- which version it is about;\n- what has changed since.\n\nThe test then counts less "
            "than one of the current version, as the questionnaire says.",
        ),
        Spoken(),
        ready=True,
    ),
    Words(
        "",
        Spoken("Mag bewijs in het Engels zijn?", "May the evidence be in English?"),
        Spoken("Ja, bewijs mag in het Nederlands of het Engels zijn.", "Yes, evidence may be in Dutch or in English."),
        Spoken("Waar in de omschrijving staat dat stukken in het Nederlands zijn, geldt dat niet voor bewijs.",
               "Where the description says that documents are in Dutch, that does not hold for evidence."),
        ready=True,
    ),
)  # fmt: skip
_DRAFT = Words(
    "",
    Spoken("Geldt wie een taalmodel levert als onderaannemer?"),
    Spoken("Wij zoeken dit nog uit met de jurist."),
    Spoken(),
)


def ask_and_answer(stage: Stage, cast: Cast, tender_id: str, first: Entrant, second: Entrant) -> None:
    """Two firms ask, the officers answer two questions to all, and are at work on a third."""
    inge: Actor = cast.inge
    asked = [_ask(stage, first, _FIRST, "BIA-01"), _ask(stage, second, _SECOND)]
    for question, words in zip(asked, _ANSWERS, strict=True):
        _write(stage, inge, tender_id, question, words)
    with stage.step(inge) as house:
        publish_nota(house, inge, tender_id, preview(house, inge, tender_id).seen)
    secret = _ask(stage, first, _SENSITIVE, reason="Onze samenwerking is nog niet openbaar.")
    _write(stage, cast.bram, tender_id, secret, _DRAFT)
    _ask(stage, second, _WAITING)


def _ask(stage: Stage, entrant: Entrant, text: str, question: str = "", reason: str = "") -> str:
    with stage.step(entrant.actor) as house:
        row = ask(
            house, entrant.actor, entrant.response_id, text=text, question=question, sensitive=bool(reason),
            sensitive_reason=reason, received_at=stage.clock(),
        )  # fmt: skip
        return row.id


def _write(stage: Stage, officer: Actor, tender_id: str, question: str, words: Words) -> None:
    with stage.step(officer) as house:
        row = drafts.begin(house, officer, tender_id, [question])
        drafts.save(house, officer, tender_id, row.id, words, [question], row.revision)
