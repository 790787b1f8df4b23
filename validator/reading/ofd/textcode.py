"""The distances between the chars of a text code (GB/T 33190-2016, 11.3)."""

# Distances (millimetres) and repetitions beyond this are those of a broken file.
_MOST = 1e9


def deltas(text: str | None, count: int) -> list[float]:
    """The distance from each of `count` chars to the next; empty if none are given.

    `g 6 9` stands for six times 9; where there are fewer than chars, the last goes on.
    """
    distances: list[float] = []
    pieces = iter((text or "").replace(",", " ").split())
    for piece in pieces:
        if len(distances) >= count:
            break
        if piece.lower() == "g":
            times, value = _number(next(pieces, "")), _number(next(pieces, ""))
            if times is not None and value is not None:
                distances.extend([value] * int(min(max(times, 0), count)))
            continue
        value = _number(piece)
        if value is not None:
            distances.append(value)
    if not distances:
        return []
    return (distances + [distances[-1]] * max(count - len(distances), 0))[:count]


def _number(piece: str) -> float | None:
    try:
        value = float(piece)
    except ValueError:
        return None
    return value if abs(value) <= _MOST else None
