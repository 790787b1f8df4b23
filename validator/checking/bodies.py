"""Whether two names can mean the same public body."""

from validator.recognition.vocabulary import Vocabulary
from validator.recognition.wording import plain


def may_be_same(name: str, issuer: str, vocabulary: Vocabulary) -> bool:
    """Whether a name in a text can mean the report's own body.

    Names are shortened in many ways, so only what certainly differs counts: the place, or what
    the body is for. Where a name is wholly general (“this bureau”) it is the report's own.
    """
    name, issuer = plain(name), plain(issuer)
    if not issuer or not name or name in issuer or issuer in name:
        return True
    places, own_places = regions(name, vocabulary), regions(issuer, vocabulary)
    if places and own_places and not _share(places, own_places):
        return False
    rest, own_rest = _rest(name, places, vocabulary), _rest(issuer, own_places, vocabulary)
    # A government's report is often drawn up by one of its offices.
    if vocabulary.issuer_kind(issuer) != "department":
        return True
    return not rest or not own_rest or bool(set(rest) & set(own_rest))


def regions(name: str, vocabulary: Vocabulary) -> list[str]:
    """The places that a body's name begins with, the largest first."""
    found: list[str] = []
    position = 0
    while match := vocabulary.region.match(name, position):
        found.append(match[0])
        position = match.end()
    return found


def _share(first: list[str], second: list[str]) -> bool:
    return any(a in b or b in a for a in first for b in second)


def _rest(name: str, places: list[str], vocabulary: Vocabulary) -> str:
    """What a body is for: its name without places and without words that any body has."""
    rest = name[len("".join(places)) :]
    for word in vocabulary.general:
        rest = rest.replace(word, "")
    return rest
