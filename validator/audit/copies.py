"""Candidate pairs of reports with copied text, by MinHash and locality-sensitive hashing.

Signatures follow A. Broder (1997); reports that share a band of a signature are candidates
(P. Indyk and R. Motwani, 1998).
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import combinations

from validator.checking.copies import compared_paragraphs, shingles, similarity_settings
from validator.model.report import Report

_SEED = 1


def minhash_signatures(report: Report, templates: Collection[int]) -> bytes:
    """The concatenated signatures of a report's paragraphs, 4 bytes per hash value."""
    from rensa import RMinHash

    signatures = array("I")
    for stretch in compared_paragraphs(report, templates):
        signature = RMinHash(num_perm=similarity_settings().hashes, seed=_SEED)
        signature.update(sorted(shingles(stretch.key)))
        signatures.extend(signature.digest())
    return signatures.tobytes()


def candidates(
    signatures: Mapping[int, bytes], bodies: Mapping[int, tuple[str, int]]
) -> list[tuple[int, int]]:
    """Pairs of document ids to compare, sorted.

    `bodies` maps document ids to body and year. Only reports of different bodies for one year,
    and of one body for consecutive years, are compared. Bands that very many bodies share stem
    from a template and are ignored. Pairs of different bodies are limited to those that share
    most bands: otherwise the comparisons would grow with the square of the reports.
    """
    shared = _shared_bands(signatures, bodies)
    remaining = dict.fromkeys(signatures, similarity_settings().nearest)
    selected = []
    for pair in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        first, second = pair
        same_body = bodies[first][0] == bodies[second][0]
        if same_body or remaining[first] > 0 or remaining[second] > 0:
            selected.append(pair)
        if not same_body:
            remaining[first] -= 1
            remaining[second] -= 1
    return sorted(selected)


def _shared_bands(
    signatures: Mapping[int, bytes], bodies: Mapping[int, tuple[str, int]]
) -> Counter[tuple[int, int]]:
    """The number of signature bands that each pair of documents shares."""
    signature_size = similarity_settings().hashes * 4
    band_size = signature_size // similarity_settings().bands
    template_threshold = similarity_settings().template_threshold(
        len({body for body, _ in bodies.values()})
    )
    shared: Counter[tuple[int, int]] = Counter()
    for start in range(0, signature_size, band_size):
        documents_by_band: defaultdict[bytes, set[int]] = defaultdict(set)
        for number, data in signatures.items():
            for offset in range(start, len(data), signature_size):
                documents_by_band[data[offset : offset + band_size]].add(number)
        for numbers in documents_by_band.values():
            if len(numbers) < 2 or len({bodies[n][0] for n in numbers}) >= template_threshold:
                continue
            pairs = combinations(sorted(numbers), 2)
            shared.update(p for p in pairs if _comparable(bodies[p[0]], bodies[p[1]]))
    return shared


def _comparable(first: tuple[str, int], second: tuple[str, int]) -> bool:
    (body, year), (other, other_year) = first, second
    return abs(year - other_year) == 1 if body == other else year == other_year
