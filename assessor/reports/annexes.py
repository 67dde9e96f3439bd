"""The annex to the contract as HTML, of which its PDF is made, and as a Word document.

python-docx is loaded only when a Word document is made. The same annex gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from assessor.domain.language import Language
from assessor.domain.report.annex import Annex, Clause, Table
from assessor.domain.report.printable import shortened
from assessor.domain.text import Text
from assessor.reports.templating import templates

if TYPE_CHECKING:
    from docx.document import Document

PAGE, OF = Text(nl="Bladzijde", en="Page"), Text(nl="van", en="of")
_LOCALES: dict[Language, str] = {"nl": "nl-NL", "en": "en-GB"}
_BLUE, _GREY = "17496B", "4F5D6B"
_FONT = "Noto Sans"
_LONGEST_PROPERTY = 200
"""Word's properties hold 255 characters at most."""


def annex_html(annex: Annex) -> str:
    """The annex as one HTML document without a style sheet."""
    words = {"page": PAGE.to(annex.language), "of": OF.to(annex.language)}
    made = templates().overlay()
    made.filters = {**made.filters, "short": lambda text: shortened(text, 64)}
    return made.get_template("pdf/annex.html").render(annex=annex, words=words)


# --- Word ---------------------------------------------------------------------------------------------------


def annex_docx(annex: Annex) -> bytes:
    """The annex as a Word document: headings, clauses numbered by Word itself, and tables with a row of headings."""
    import docx  # noqa: PLC0415

    document = docx.Document()
    _dress(document, annex)
    number = _numbering(document)
    if annex.is_test:
        document.add_paragraph("TEST").runs[0].bold = True
    document.add_heading(annex.title, 1)
    for text in annex.introduction:
        document.add_paragraph(text)
    _table(document, annex.particulars, (30, 70))
    if annex.chapters:
        _table(document, annex.overview, (36, 16, 24, 24))
    for chapter in annex.chapters:
        document.add_heading(chapter.heading, 2)
        for clause in chapter.clauses:
            _clause(document, clause, number)
    if annex.off is not None:
        document.add_heading(annex.off_heading, 2)
        _table(document, annex.off, (45, 55))
    made = io.BytesIO()
    document.save(made)
    return _dateless(made.getvalue())


def _clause(document: Document, clause: Clause, number: int) -> None:
    _numbered(document.add_heading(f"{clause.title} ({clause.code})", 3), number, 0)
    for paragraph in clause.paragraphs:
        line = document.add_paragraph()
        _numbered(line, number, 1)
        if paragraph.lead:
            line.add_run(f"{paragraph.lead} ").bold = True
        line.add_run(paragraph.text)
        for point in paragraph.points:
            document.add_paragraph(point, "List Bullet 2")


def _table(document: Document, table: Table, widths: tuple[int, ...]) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    document.add_paragraph(table.caption, "Caption").paragraph_format.keep_with_next = True
    shown = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    shown.autofit = False
    for cell, heading in zip(shown.rows[0].cells, table.columns, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(heading).bold = True
    _properties(shown.rows[0], ("w:tblHeader", "w:cantSplit"))
    for row in table.rows:
        line = shown.add_row()
        _properties(line, ("w:cantSplit",))
        for place, (cell, value) in enumerate(zip(line.cells, row, strict=True)):
            cell.text = ""
            cell.paragraphs[0].add_run(value).bold = place == 0
    for line in shown.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Mm(1.7 * width)
    description = _element("w:tblCaption", val=table.caption)
    shown._tbl.tblPr.append(description)
    document.add_paragraph()


def _properties(row: Any, names: tuple[str, ...]) -> None:
    for name in names:
        row._tr.get_or_add_trPr().append(_element(name, val="true"))


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


# --- how it looks, and how it counts ----------------------------------------------------------------------------


def _dress(document: Document, annex: Annex) -> None:
    """The page, the styles of the PDF, the language, and properties without the moment of making."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    sizes = {"Normal": 10, "Heading 1": 19, "Heading 2": 14.5, "Heading 3": 11, "Caption": 9}
    for style in document.styles:
        if style.name not in sizes or style.type != WD_STYLE_TYPE.PARAGRAPH:
            continue
        style.font.name, style.font.size = _FONT, Pt(sizes[style.name])
        _one_font(style)
        if style.name.startswith("Heading"):
            style.font.color.rgb = RGBColor.from_string(_BLUE)
        if style.name == "Caption":
            style.font.color.rgb = RGBColor.from_string(_GREY)
    normal = document.styles["Normal"].element.get_or_add_rPr()
    locale = _LOCALES[annex.language]
    normal.append(_element("w:lang", val=locale, eastAsia=locale))
    properties = document.core_properties
    properties.title = f"{annex.title}, {annex.about}"[:_LONGEST_PROPERTY]
    properties.author = annex.buyer[:_LONGEST_PROPERTY]
    properties.last_modified_by = properties.comments = ""
    properties.language = locale
    day = datetime.datetime.fromisoformat(annex.created)
    properties.created = properties.modified = day
    properties.revision = 1
    _foot(section, annex)


def _one_font(style: Any) -> None:
    # The template's headings take their font from a theme, which goes before a font by name.
    from docx.oxml.ns import qn  # noqa: PLC0415

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), _FONT)


def _foot(section: Any, annex: Annex) -> None:
    """The vendor, and the page of how many, which Word fills in."""
    test = "TEST. " if annex.is_test else ""
    line = section.footer.paragraphs[0]
    line.add_run(f"{test}{shortened(annex.about, 64)}. {PAGE.to(annex.language)} ")
    for place, field in enumerate(("PAGE", "NUMPAGES")):
        if place:
            line.add_run(f" {OF.to(annex.language)} ")
        simple = _element("w:fldSimple", instr=field)
        line._p.append(simple)


def _numbering(document: Document) -> int:
    """A list of two levels, "1." and "1.1", linked to nothing but the paragraphs that carry it."""
    root = document.part.numbering_part.element
    taken = [int(id) for id in root.xpath("w:abstractNum/@w:abstractNumId")]
    own = str(max(taken, default=0) + 1)
    abstract = _element("w:abstractNum", abstractNumId=own)
    abstract.append(_element("w:multiLevelType", val="multilevel"))
    for level, form in enumerate(("%1.", "%1.%2")):
        one = _element("w:lvl", ilvl=str(level))
        one.append(_element("w:start", val="1"))
        one.append(_element("w:numFmt", val="decimal"))
        one.append(_element("w:lvlText", val=form))
        one.append(_element("w:lvlJc", val="left"))
        placing = _element("w:pPr")
        placing.append(_element("w:ind", left="680", hanging="680"))
        one.append(placing)
        abstract.append(one)
    # All abstract lists must stand before the first list that uses one.
    root.insert(len(taken), abstract)
    return int(root.add_num(int(own)).numId)


def _numbered(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def _dateless(content: bytes) -> bytes:
    """The same archive with one fixed moment on every part of it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return made.getvalue()
