"""Files of spreadsheets: bytes of CSV or XLSX to a grid of cells and back. What the cells mean is not known here."""
