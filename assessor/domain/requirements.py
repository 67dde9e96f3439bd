"""Which published requirements an offer misses: on these, and on nothing else, it can be set aside."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assessor.domain.answers import AgreedScores, GateState, Key


def missed_requirements(
    least: Mapping[str, int], asked: Collection[Key], agreed: AgreedScores, gates: Mapping[str, GateState]
) -> tuple[str, ...]:
    """The questions of gates that two people confirmed, and of minimum scores (`least`) that were not reached.

    A minimum on a question that this offer is not asked, since it has no such product, cannot be missed.
    """
    missed = [question for question, state in gates.items() if state == "confirmed"]
    for question, minimum in least.items():
        if not any(key.question == question for key in asked):
            continue
        # Left open is missed too; what was agreed not to apply is not. Over modules the lowest counts.
        found = [a for key, a in agreed.items() if key.question == question]
        own = [a for a in found if a.anchor != "not_applicable"]
        waived = bool(found) and not own
        if not waived and min((a.points for a in own), default=0) < minimum:
            missed.append(question)
    return tuple(dict.fromkeys(missed))
