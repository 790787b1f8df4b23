"""Files of office programs: Word, Excel, and what LibreOffice converts."""
