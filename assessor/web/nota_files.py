"""A nota as a file, to vendors and to the buyer's people alike."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from assessor.domain.language import LANGUAGES
from assessor.domain.nota import Published, corrections
from assessor.reports.notas import nota_pdf
from assessor.services.refusals import NotThere


def as_file(nota: Published, notas: tuple[Published, ...], asked_language: str) -> ResponseReturnValue:
    """The PDF, saying which of its items a later nota put right."""
    language = next((one for one in LANGUAGES if one == asked_language), None)
    if language is None or language not in nota.languages:
        raise NotThere
    own = {item.number for item in nota.items}
    later = tuple((number, by) for number, by in corrections(notas).items() if number in own)
    return send_file(
        BytesIO(nota_pdf(nota, language, later)), mimetype="application/pdf", as_attachment=True,
        download_name=f"nota-van-inlichtingen-{nota.number}-{language}.pdf",
    )  # fmt: skip
