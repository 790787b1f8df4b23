"""Reports typed by hand: labels from the official annexes, not from `rules/formats/`.

The Word file and the PDF were saved by LibreOffice from pages typed in the same way.
"""
