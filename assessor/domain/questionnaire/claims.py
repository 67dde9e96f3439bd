"""What the article "Als de machine kiest" says of AI in recruitment, by sentence, and the questions that test it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.domain.questionnaire.model import Question, Questionnaire
from assessor.domain.text import Text


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


CLAIMS: Mapping[str, Text] = {
    "S01": _t("De gemeente wil weten welke kansen en risico's er zijn voor diversiteit en inclusie.",
              "The municipality wants to know what chances and risks there are for diversity and inclusion."),
    "S02": _t("Er zijn twee fasen: werven (veel geschikte sollicitanten) en selecteren (de beste kiezen).",
              "There are two phases: sourcing (many suitable applicants) and selection (choosing the best)."),
    "S03": _t("Voor beide fasen zijn er producten; ze bepalen wie een kans krijgt en vragen dus grote zorg.",
              "There are products for both phases; they decide who gets a chance and so ask for great care."),
    "S04": _t("AI kan vooroordelen in de procedure verminderen.", "AI can reduce bias in the procedure."),
    "S05": _t("Persoonskenmerken die er niet toe doen, kunnen vanzelf buiten beschouwing blijven.",
              "Personal traits that do not matter can be left out automatically."),
    "S06": _t("De bias van een systeem is makkelijker te meten dan die van een recruiter.",
              "The bias of a system is easier to measure than that of a recruiter."),
    "S07": _t("Een systeem kan groepen bereiken die eerder buiten beeld bleven.",
              "A system can reach groups that were out of sight before."),
    "S08": _t("Het werk gaat sneller, omdat delen van de procedure vanzelf gaan.",
              "Work goes faster, as parts of the procedure run by themselves."),
    "S09": _t("De werkwijze wordt gelijkmatiger.", "The way of working becomes more uniform."),
    "S10": _t("Een model dat leert van wie nu succes heeft, houdt een weinig divers personeelsbestand in stand.",
              "A model that learns from who succeeds today keeps a workforce with little diversity as it is."),
    "S11": _t("Een heel specifieke bias tegen een bepaalde groep is nooit helemaal uit te sluiten.",
              "A very specific bias against some group can never be wholly ruled out."),
    "S12": _t("Met mensen die van de norm afwijken, gaat een systeem slecht om.",
              "A system deals badly with people who deviate from the norm."),
    "S13": _t("Bias die overblijft is stelselmatig, en groeit mee met het gebruik.",
              "Bias that remains is systematic, and grows with use."),
    "S14": _t("Het blijft moeilijk om aan te tonen dat een systeem werkt.",
              "It remains hard to show that a system works."),
    "S15": _t("Er zijn veel gegevens nodig; dat botst met privacy en dataminimalisatie.",
              "Much data is needed; that is at odds with privacy and data minimisation."),
    "S16": _t("Over wie wordt aangenomen, beslist meestal nog een mens.",
              "Who is hired is mostly still decided by a person."),
    "S17": _t("Maar over wie wordt afgewezen vaak niet: daar kiest de machine, zonder dat een mens kijkt.",
              "But who is rejected often is not: there the machine chooses, without any person looking."),
}  # fmt: skip


@dataclass(frozen=True)
class Tested:
    """One claim with the questions that test it, in the order of the questionnaire."""

    id: str
    claim: Text
    questions: tuple[Question, ...]


def claims_with_questions(questionnaire: Questionnaire) -> tuple[Tested, ...]:
    """Every claim with its questions."""
    return tuple(
        Tested(id, text, tuple(q for q in questionnaire.questions if id in q.claims))
        for id, text in CLAIMS.items()
    )


def claims_table(questionnaire: Questionnaire) -> str:
    """The table of all claims as Markdown, in both languages."""
    lines = [
        "# What the article says, and the questions that test it",
        "",
        f"Made by `assessor claims` from questionnaire {questionnaire.id}, version {questionnaire.version}.",
        "Questions in bold are in the quick scan too.",
        "",
        "| | Uitspraak | Claim | Questions |",
        "| --- | --- | --- | --- |",
    ]
    for one in claims_with_questions(questionnaire):
        ids = ", ".join(f"**{q.id}**" if q.quick is not None else q.id for q in one.questions)
        lines.append(f"| {one.id} | {one.claim.nl} | {one.claim.en} | {ids} |")
    return "\n".join([*lines, ""])
