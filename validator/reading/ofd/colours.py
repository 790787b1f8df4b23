"""Colours and opacities as OFD files write them (GB/T 33190-2016, 8.3)."""

from validator.reading.ofd.structure import numbers


def components_of(text: str | None) -> list[int]:
    """The components of a colour, which may be written in hexadecimal; none if it is not one."""
    components = []
    for piece in (text or "").split():
        try:
            components.append(int(piece[1:], 16) if piece[0] == "#" else round(float(piece)))
        except (ValueError, OverflowError):
            return []
    return components


def opacity_of(text: str | None) -> float:
    """An opacity from 0 to 1, written from 0 to 255; 1 if there is none."""
    values = numbers(text)
    return min(max(values[0] / 255, 0.0), 1.0) if values else 1.0
