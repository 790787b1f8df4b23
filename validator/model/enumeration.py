"""Chinese numerals, and the enumerators that open headings and paragraphs: 一、 and （一）."""

DIGITS = "一二三四五六七八九十"
# A numeral below 100; headings and paragraphs have no larger ones.
NUMERAL = f"[{DIGITS}]{{1,3}}"
# Enumerators as printed, in half or full width.
PRINTED = rf"{NUMERAL}\s?[、.．]|[（(]{NUMERAL}[)）]"
# The same in plain form (Unicode NFKC, without blanks).
PLAIN = rf"\({NUMERAL}\)|{NUMERAL}、"


def numeral(number: int) -> str:
    """The Chinese numeral of a whole number from 1 to 99."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return lead + (DIGITS[ones - 1] if ones else "")
