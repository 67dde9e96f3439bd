"""What is said of a file as a whole, and of the sheets of a workbook."""

from __future__ import annotations

from assessor.domain.text import Text

OF_FILES: dict[str, Text] = {
    # the file as a whole
    "empty": Text(
        nl="Dit bestand is leeg. Controleer of u het goede bestand hebt gekozen.",
        en="This file is empty. Check whether you chose the right file.",
    ),
    "too_big": Text(
        nl=(
            "Dit bestand is te groot: een tabel mag hoogstens {most} MB zijn. Lever aantallen per "
            "groep, geen rijen per persoon."
        ),
        en=(
            "This file is too big: a table may be at most {most} MB. Deliver counts per group, no "
            "rows per person."
        ),
    ),
    "unknown_name": Text(
        nl="Een tabel moet een bestand zijn waarvan de naam eindigt op .csv of .xlsx. {again}",
        en="A table must be a file whose name ends in .csv or .xlsx. {again}",
    ),
    "parquet": Text(
        nl=(
            "Dit is een Parquet-bestand, waarin meestal gegevens per persoon staan. Die nemen wij "
            "niet aan. Maak er bij u zelf met `assessor tables` een tabel met aantallen van en "
            "lever die."
        ),
        en=(
            "This is a Parquet file, which usually holds data per person. We do not take those. "
            "Turn it into a table of counts on your own machine with `assessor tables` and deliver "
            "that."
        ),
    ),
    "old_excel": Text(
        nl=(
            "Dit is een bestand in het oude Excel-formaat (.xls). Open het in een "
            "spreadsheetprogramma en sla het op als Excel-werkmap (.xlsx)."
        ),
        en=(
            "This is a file in the old Excel format (.xls). Open it in a spreadsheet program and "
            "save it as an Excel workbook (.xlsx)."
        ),
    ),
    "encrypted": Text(
        nl=(
            "Dit bestand is met een wachtwoord beveiligd en kan niet worden gelezen. Haal de "
            "beveiliging weg en sla het opnieuw op."
        ),
        en=(
            "This file is protected by a password and cannot be read. Remove the protection and "
            "save it again."
        ),
    ),
    "opendocument": Text(
        nl="Dit is een OpenDocument-bestand (.ods). Sla de tabel op als Excel-werkmap (.xlsx) of als CSV.",
        en="This is an OpenDocument file (.ods). Save the table as an Excel workbook (.xlsx) or as CSV.",
    ),
    "binary_workbook": Text(
        nl=(
            "Dit is een binaire Excel-werkmap (.xlsb). Sla de tabel op als gewone Excel-werkmap "
            "(.xlsx) of als CSV."
        ),
        en=(
            "This is a binary Excel workbook (.xlsb). Save the table as an ordinary Excel workbook "
            "(.xlsx) or as CSV."
        ),
    ),
    "strict": Text(
        nl="Deze werkmap is opgeslagen als ‘Strict Open XML’. Sla haar op als gewone Excel-werkmap (.xlsx).",
        en="This workbook was saved as ‘Strict Open XML’. Save it as an ordinary Excel workbook (.xlsx).",
    ),
    "other_document": Text(
        nl="Dit is een tekstdocument of een presentatie, geen tabel. {again}",
        en="This is a text document or a presentation, not a table. {again}",
    ),
    "zip": Text(
        nl="Dit is een zip-bestand, geen Excel-werkmap. Pak het uit en lever de tabel zelf.",
        en="This is a zip file, not an Excel workbook. Unpack it and deliver the table itself.",
    ),
    "packed": Text(
        nl="Dit bestand is ingepakt. Pak het uit en lever de tabel zelf, als CSV of XLSX.",
        en="This file is compressed. Unpack it and deliver the table itself, as CSV or XLSX.",
    ),
    "database": Text(
        nl="Dit is een databasebestand. Lever een tabel met aantallen, als CSV of XLSX.",
        en="This is a database file. Deliver a table of counts, as CSV or XLSX.",
    ),
    "pdf": Text(nl="Dit is een PDF, geen tabel. {again}", en="This is a PDF, not a table. {again}"),
    "picture": Text(
        nl="Dit is een afbeelding, geen tabel. {again}", en="This is a picture, not a table. {again}"
    ),
    "html": Text(
        nl=(
            "Dit is een webpagina, ook al heet het bestand anders. Open het in een "
            "spreadsheetprogramma en sla het op als CSV of XLSX."
        ),
        en=(
            "This is a web page, although the file is called otherwise. Open it in a spreadsheet "
            "program and save it as CSV or XLSX."
        ),
    ),
    "xml": Text(
        nl="Dit is een XML-bestand. Open het in een spreadsheetprogramma en sla het op als CSV of XLSX.",
        en="This is an XML file. Open it in a spreadsheet program and save it as CSV or XLSX.",
    ),
    "json": Text(
        nl="Dit is een JSON-bestand, geen tabel. {again}", en="This is a JSON file, not a table. {again}"
    ),
    "workbook_named_csv": Text(
        nl=(
            "De naam eindigt op .csv of .txt, maar dit is een ingepakt bestand, zoals een "
            "Excel-werkmap. Geef een werkmap een naam op .xlsx, of sla de tabel op als CSV."
        ),
        en=(
            "The name ends in .csv or .txt, but this is a packed file, such as an Excel workbook. "
            "Give a workbook a name ending in .xlsx, or save the table as CSV."
        ),
    ),
    "text_named_xlsx": Text(
        nl=(
            "De naam eindigt op .xlsx, maar dit is geen Excel-werkmap. Is het een CSV-bestand, geef"
            " het dan een naam op .csv; sla het anders opnieuw op als XLSX."
        ),
        en=(
            "The name ends in .xlsx, but this is not an Excel workbook. If it is a CSV file, give "
            "it a name ending in .csv; otherwise save it again as XLSX."
        ),
    ),
    "damaged": Text(
        nl=(
            "Dit bestand is beschadigd of anders gemaakt dan een spreadsheetprogramma doet. Open "
            "het in een spreadsheetprogramma, sla het opnieuw op als XLSX of CSV en probeer het nog"
            " eens."
        ),
        en=(
            "This file is damaged, or not made the way a spreadsheet program does. Open it in a "
            "spreadsheet program, save it again as XLSX or CSV and try once more."
        ),
    ),
    "too_heavy": Text(
        nl=(
            "Het lezen van dit bestand vraagt meer tijd of geheugen dan een tabel met aantallen "
            "nodig heeft. Kopieer alleen de cellen met de tabel naar een nieuw bestand en lever "
            "dat."
        ),
        en=(
            "Reading this file takes more time or memory than a table of counts needs. Copy only "
            "the cells of the table to a new file and deliver that."
        ),
    ),
    "busy": Text(
        nl=(
            "Er worden op dit moment te veel bestanden tegelijk gelezen. Probeer het over een "
            "minuut opnieuw; er is niets opgeslagen."
        ),
        en="Too many files are being read at this moment. Try again in a minute; nothing was saved.",
    ),
    # a workbook
    "too_many_parts": Text(
        nl=(
            "Deze werkmap bestaat uit {found} onderdelen; er mogen er hoogstens {most} zijn. "
            "Kopieer alleen de tabel naar een nieuwe werkmap en lever die."
        ),
        en=(
            "This workbook is made of {found} parts; at most {most} are allowed. Copy only the "
            "table to a new workbook and deliver that."
        ),
    ),
    "unpacked": Text(
        nl=(
            "Uitgepakt is deze werkmap groter dan {most} MB; zo groot is een tabel met aantallen "
            "nooit. Kopieer alleen de tabel naar een nieuwe werkmap en lever die."
        ),
        en=(
            "Unpacked, this workbook is bigger than {most} MB; a table of counts never is. Copy "
            "only the table to a new workbook and deliver that."
        ),
    ),
    "macros": Text(
        nl=(
            "In deze werkmap zitten macro’s of ingesloten bestanden. Sla haar op als Excel-werkmap "
            "zonder macro’s (.xlsx) en zonder ingesloten bestanden."
        ),
        en=(
            "This workbook contains macros or embedded files. Save it as an Excel workbook without "
            "macros (.xlsx) and without embedded files."
        ),
    ),
    "external": Text(
        nl=(
            "Deze werkmap haalt gegevens uit een ander bestand of een andere bron. Zet de "
            "uitkomsten zelf in de cellen, verbreek de koppelingen en sla de werkmap opnieuw op."
        ),
        en=(
            "This workbook takes data from another file or source. Put the outcomes themselves into"
            " the cells, break the links and save the workbook again."
        ),
    ),
    "doctype": Text(
        nl=(
            "In deze werkmap staan opdrachten (een DOCTYPE) die een spreadsheetprogramma er niet in"
            " zet. Zij is niet gelezen. {again}"
        ),
        en=(
            "This workbook contains instructions (a DOCTYPE) that a spreadsheet program does not "
            "put there. It was not read. {again}"
        ),
    ),
    "several_sheets": Text(
        nl=(
            "Er staan gegevens op meer dan één blad: {names}. Lever één tabel per bestand, met de "
            "kopgegevens op het blad ‘Kopgegevens’."
        ),
        en=(
            "There are data on more than one sheet: {names}. Deliver one table per file, with the "
            "header on the sheet ‘Header’."
        ),
    ),
    "no_table_sheet": Text(
        nl=(
            "Op geen enkel blad staat een tabel. Zet de tabel op een eigen blad, met de kolomnamen "
            "in de eerste rij."
        ),
        en=(
            "There is no table on any sheet. Put the table on a sheet of its own, with the column "
            "names in the first row."
        ),
    ),
    "hidden_sheet": Text(
        nl="Dit blad is verborgen en er staan gegevens op. Maak het zichtbaar of verwijder het.",
        en="This sheet is hidden and has data on it. Make it visible or delete it.",
    ),
    "hidden_row": Text(
        nl="Deze rij is verborgen of weggefilterd. Maak haar zichtbaar of verwijder haar.",
        en="This row is hidden or filtered out. Make it visible or delete it.",
    ),
    "hidden_column": Text(
        nl="Deze kolom is verborgen. Maak haar zichtbaar of verwijder haar.",
        en="This column is hidden. Make it visible or delete it.",
    ),
    "merged": Text(
        nl="De cellen {area} zijn samengevoegd. Splits ze en zet de waarde in elke cel waarvoor zij geldt.",
        en="The cells {area} are merged. Split them and put the value into each cell that it is for.",
    ),
}
