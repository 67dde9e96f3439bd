"""Which assessors score which sections. A section is a dimension of the questionnaire."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assessor.domain.questionnaire.model import Dimension, Questionnaire

AT_LEAST = 2
"""Assessors of a section, who first score independently."""


@dataclass(frozen=True)
class Assignment:
    """One assessor's part: the sections and the expertise in words."""

    person: str
    name: str
    sections: frozenset[str]
    """Their codes; empty: everything, which is the usual way."""
    expertise: str = ""


def sections_asked(questionnaire: Questionnaire, tier: str) -> tuple[Dimension, ...]:
    """The sections in which vendors are asked something, in the order of the questionnaire."""
    asked = {
        q.dimension
        for q in questionnaire.questions
        if q.by_vendor and (tier == "full" or q.quick is not None)
    }
    return tuple(d for d in questionnaire.dimensions if d.code in asked)


def covers(sections: Collection[str], section: str) -> bool:
    """Whether somebody with these sections scores this one."""
    return not sections or section in sections


def assessors_of(assignments: Iterable[Assignment], section: str) -> tuple[Assignment, ...]:
    """Who scores a section."""
    return tuple(one for one in assignments if covers(one.sections, section))


def too_few(assignments: Sequence[Assignment], sections: Iterable[str]) -> tuple[str, ...]:
    """The sections with fewer than two assessors."""
    return tuple(s for s in sections if len(assessors_of(assignments, s)) < AT_LEAST)


@dataclass(frozen=True)
class Stated:
    """What was published of the assessors of one section. Names never are."""

    section: str
    number: int
    expertise: tuple[str, ...]


def stated_of(assignments: Sequence[Assignment], sections: Iterable[str]) -> tuple[Stated, ...]:
    """For each section how many assessors score it, and what they are expert in."""
    return tuple(
        Stated(
            section,
            len(own),
            tuple(sorted({a.expertise for a in own if a.expertise})),
        )
        for section in sections
        for own in (assessors_of(assignments, section),)
    )


def not_as_stated(assignments: Sequence[Assignment], stated: Iterable[Stated]) -> tuple[Stated, ...]:
    """The sections whose number of assessors is another than was published."""
    return tuple(s for s in stated if len(assessors_of(assignments, s.section)) != s.number)
