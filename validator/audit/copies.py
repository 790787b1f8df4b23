"""Which reports may have the same text: candidates for a comparison, by MinHash.

Signatures are those of A. Broder (1997); reports that share a band of one are candidates
(locality-sensitive hashing, Indyk and Motwani 1998).
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import combinations

from validator.checking.copies import likeness, runs, stretches
from validator.model.report import Report

_SEED = 1


def signed(report: Report, templates: Collection[int]) -> bytes:
    """The signatures of a report's paragraphs, one after the other, 4 bytes a hash value."""
    from rensa import RMinHash

    signatures = array("I")
    for stretch in stretches(report, templates):
        signature = RMinHash(num_perm=likeness().hashes, seed=_SEED)
        signature.update(sorted(runs(stretch.key)))
        signatures.extend(signature.digest())
    return signatures.tobytes()


def candidates(
    signatures: Mapping[int, bytes], bodies: Mapping[int, tuple[str, int]]
) -> list[tuple[int, int]]:
    """Pairs of documents to be compared, by their numbers, in order.

    `bodies` are body and year of each. Only reports of one year, and those of one body in years
    that follow each other, are compared. What very many bodies have is a template. Of other
    bodies' reports that share bands with a report, those that share most are enough: else the
    comparisons would grow with the square of the reports.
    """
    shared = _shared(signatures, bodies)
    room = dict.fromkeys(signatures, likeness().nearest)
    kept = []
    for pair in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        first, second = pair
        same_body = bodies[first][0] == bodies[second][0]
        if same_body or room[first] > 0 or room[second] > 0:
            kept.append(pair)
        if not same_body:
            room[first] -= 1
            room[second] -= 1
    return sorted(kept)


def _shared(
    signatures: Mapping[int, bytes], bodies: Mapping[int, tuple[str, int]]
) -> Counter[tuple[int, int]]:
    """How many bands of their paragraphs documents share."""
    wide = likeness().hashes * 4
    width = wide // likeness().bands
    many = likeness().templates_from(len({body for body, _ in bodies.values()}))
    shared: Counter[tuple[int, int]] = Counter()
    for start in range(0, wide, width):
        holding: defaultdict[bytes, set[int]] = defaultdict(set)
        for number, data in signatures.items():
            for at in range(start, len(data), wide):
                holding[data[at : at + width]].add(number)
        for numbers in holding.values():
            if len(numbers) < 2 or len({bodies[n][0] for n in numbers}) >= many:
                continue
            pairs = combinations(sorted(numbers), 2)
            shared.update(p for p in pairs if _comparable(bodies[p[0]], bodies[p[1]]))
    return shared


def _comparable(first: tuple[str, int], second: tuple[str, int]) -> bool:
    (body, year), (other, other_year) = first, second
    return abs(year - other_year) == 1 if body == other else year == other_year
