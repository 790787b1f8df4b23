"""Personal numbers: whether a string can be an identity number or a bank card number."""

from datetime import date

# Weights and check digits of GB 11643-1999, after ISO 7064 MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a citizen identity number: valid date of birth and check digit.

    Source: GB 11643-1999.
    """
    digits, check = text[:17], text[17:].upper()
    if len(text) != 18 or not digits.isdigit() or digits[0] not in "123456789":
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return _FIRST_YEAR <= born.year <= _LAST_YEAR and check == _CHECKS[total % 11]


def is_bank_card_number(text: str) -> bool:
    """Whether 16 to 19 digits can be a bank card number: the ISO/IEC 7812 check digit matches."""
    if not (16 <= len(text) <= 19 and text.isdigit()) or len(set(text)) < 3:
        return False
    total = 0
    for position, digit in enumerate(reversed(text)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask(text: str) -> str:
    """Mask the middle of a number: a finding must not publish it again."""
    visible = 3 if len(text) < 14 else 4
    return f"{text[:visible]}{'*' * (len(text) - 2 * visible)}{text[-visible:]}"
