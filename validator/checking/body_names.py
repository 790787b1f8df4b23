"""Whether two names can mean the same public body."""

from validator.rulebase.normal_form import plain
from validator.rulebase.vocabulary import load_vocabulary


def may_be_same(name: str, issuer: str) -> bool:
    """Whether a name in a text may denote the body that issued the report.

    Names are abbreviated in many ways, so only certain differences count: another place or another
    remit. A wholly generic name (“this bureau”) denotes the issuer.
    """
    name, issuer = plain(name), plain(issuer)
    if not issuer or not name or name in issuer or issuer in name:
        return True
    places, issuer_places = regions(name), regions(issuer)
    if places and issuer_places and not _overlap(places, issuer_places):
        return False
    remit, issuer_remit = (
        _remit(name, places),
        _remit(issuer, issuer_places),
    )
    # A government's report is often drawn up by one of its offices.
    if load_vocabulary().issuer_kind(issuer) != "department":
        return True
    return not remit or not issuer_remit or bool(set(remit) & set(issuer_remit))


def regions(name: str) -> list[str]:
    """The place names at the start of a body's name, largest first."""
    places: list[str] = []
    position = 0
    while match := load_vocabulary().region.match(name, position):
        places.append(match[0])
        position = match.end()
    return places


def _overlap(first: list[str], second: list[str]) -> bool:
    return any(a in b or b in a for a in first for b in second)


def _remit(name: str, places: list[str]) -> str:
    """A body's remit: its name without places and generic words."""
    remit = name[len("".join(places)) :]
    for word in load_vocabulary().general:
        remit = remit.replace(word, "")
    return remit
