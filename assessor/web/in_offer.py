"""For assessors of a verification: an answer beside the one in the offer, and what was agreed about that one."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.answers import Answer, Key
from assessor.domain.findings import today
from assessor.domain.text import Text
from assessor.services.carrying import Earlier, earlier_of, earlier_scores
from assessor.services.sheets import Sheet
from assessor.storage.models import AgreedScore
from assessor.web.access import actor, house
from assessor.web.judging import Answered, answered

_NEW = Text(nl="nieuw: niet in de inschrijving beantwoord", en="new: not answered in the offer")
_SAME = Text(nl="zoals in de inschrijving", en="as in the offer")
_CHANGED = Text(nl="gewijzigd sinds de inschrijving", en="changed since the offer")
_TONES = {_NEW: "neutral", _SAME: "info", _CHANGED: "notice"}


@dataclass(frozen=True)
class InOffer:
    """How an answer of a verification relates to the offer."""

    word: Text
    tone: str
    before: Answered | None
    """What the offer said, where it was changed."""
    files: tuple[str, ...]
    score: AgreedScore | None
    """Agreed about the offer; only for who may see everybody's scores of this answer."""


def in_offer(sheet: Sheet, key: Key, *, with_score: bool = False) -> InOffer | None:
    """None outside a verification."""
    earlier = earlier_of(house(), sheet.response)
    if earlier is None:
        return None
    told, now = earlier.of(key), sheet.answers.get(key)
    score = earlier_scores(house(), actor(), sheet.response.id).get(key) if with_score else None
    word = word_beside(earlier, key, now)
    before = files = None
    if word is _CHANGED and told is not None:
        before, files = answered(sheet.questionnaire, key, told, (), today(house().now())), told.files
    return InOffer(word, _TONES[word], before, files or (), score)


def word_beside(earlier: Earlier, key: Key, now: Answer | None) -> Text:
    """Whether the answer is new, still that of the offer, or another."""
    if earlier.of(key) is None:
        return _NEW
    return _SAME if earlier.is_same(key, now) else _CHANGED
