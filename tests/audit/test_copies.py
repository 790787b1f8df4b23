"""Which reports are compared for copied text."""

from array import array

from validator.audit.copies import candidates
from validator.checking.copies import similarity_settings


def signature(*paragraphs: int) -> bytes:
    """Signatures of paragraphs that are alike only where they are the same."""
    return b"".join(
        array("I", [paragraph] * similarity_settings().hashes).tobytes() for paragraph in paragraphs
    )


def test_reports_that_share_a_paragraph_are_compared_the_likeliest_first() -> None:
    # Three hundred bodies, each with a paragraph of its own; 29 share one, two of these two.
    shared = {n: signature(1000 + n, 1) for n in range(2, 29)} | {
        n: signature(1000 + n, 1, 2) for n in range(2)
    }
    signatures = {n: signature(1000 + n) for n in range(29, 300)} | shared
    ordered = {n: signatures[n] for n in sorted(signatures)}
    pairs = candidates(ordered, {n: (f"body {n}", 2023) for n in signatures})
    assert (0, 1) in pairs
    assert {n for pair in pairs for n in pair} == set(range(29))
    assert len(pairs) <= 29 * similarity_settings().nearest < 29 * 28 / 2
    assert pairs == sorted(set(pairs))


def test_years_of_one_body_are_always_compared() -> None:
    signatures = {n: signature(1) for n in range(3)} | {n: signature(n) for n in range(3, 99)}
    bodies = {n: ("one", 2021 + n) if n < 3 else (f"body {n}", 2021) for n in signatures}
    assert candidates(signatures, bodies) == [(0, 1), (1, 2)]
