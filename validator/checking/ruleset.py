"""The rules of rules/, and those that users add."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from validator.checking.references import mistakes
from validator.data.declarations import invalid, load
from validator.data.files import RULES
from validator.model.errors import UserError
from validator.model.format import Basis, Format
from validator.model.rule import Rule, Severity
from validator.model.text import Text
from validator.recognition.formats import formats, read_format

FILES = (
    "structure.yaml",
    "values.yaml",
    "sums.yaml",
    "claims.yaml",
    "texts.yaml",
    "copies.yaml",
    "series.yaml",
    "rollup.yaml",
)


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """Rules in the order of their ids, and a digest of the files that declare them.

    `known` holds every rule by id, those not selected too: rules refer to each other.
    `formats` are the official formats that reports may follow, oldest first.
    """

    rules: tuple[Rule, ...]
    digest: str
    known: Mapping[str, Rule]
    formats: tuple[Format, ...]

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> "RuleSet":
        """Only the rules selected (all where none is) and not ignored.

        A word is a rule's id, its name or its family. Raises UserError `no_such_rule`.
        """
        wanted, unwanted = self._named(select), self._named(ignore)
        rules = tuple(
            rule
            for rule in self.rules
            if (not wanted or rule.id in wanted) and rule.id not in unwanted
        )
        return RuleSet(rules, self.digest, self.known, self.formats)

    def weighted(self, severities: Iterable[tuple[str, str]]) -> "RuleSet":
        """The same rules, some with another severity by its word; those `off` are left out.

        Of several for one rule the last holds. Raises UserError `no_such_rule`.
        """
        words = {rule.id: word for name, word in severities for rule in self.find_known(name)}
        if not words:
            return self
        known = {
            name: replace(rule, severity=Severity.of(words[name]))
            if words.get(name, "off") != "off"
            else rule
            for name, rule in self.known.items()
        }
        rules = tuple(known[rule.id] for rule in self.rules if words.get(rule.id) != "off")
        return RuleSet(rules, self.digest, known, self.formats)

    def find_known(self, word: str) -> tuple[Rule, ...]:
        """As `find`, among the rules that were not selected too."""
        return RuleSet(tuple(self.known.values()), "", self.known, self.formats).find(word)

    def find(self, word: str) -> tuple[Rule, ...]:
        """The rules that an id, a name or a family means; UserError where there is none."""
        found = tuple(r for r in self.rules if word.upper() in (r.id, r.family) or word == r.name)
        if not found:
            raise UserError("no_such_rule", name=word)
        return found

    def _named(self, words: Iterable[str]) -> Collection[str]:
        return {rule.id for word in words for rule in self.find(word)}


@cache
def builtin() -> RuleSet:
    """The project's own rules."""
    return load_rules([RULES / name for name in FILES])


def with_user_rules(paths: Iterable[Path]) -> RuleSet:
    """The project's rules and formats, and those of further files or folders, validated.

    A folder holds rule files, and formats in its own folder `formats`.
    """
    files: list[Path] = []
    own = builtin()
    known = {official.id: official for official in own.formats}
    digest = sha256(own.digest.encode())
    for path in paths:
        files.extend(sorted(path.glob("*.y*ml")) if path.is_dir() else [path])
        for file in sorted((path / "formats").glob("*.y*ml")):
            added_format = read_format(file)
            if added_format.id in known:
                raise UserError("format_id_taken", name=str(file), format=added_format.id)
            if added_format.follows and added_format.follows not in known:
                problem = f"{added_format.follows!r} is no format"
                raise invalid(file, ("follows",), problem)
            known[added_format.id] = added_format
            digest.update(file.read_bytes())
    formats_known = tuple(sorted(known.values(), key=lambda official: official.first_year))
    if not files and len(known) == len(own.formats):
        return own
    added = load_rules(files, check_names=True, known_formats=formats_known)
    for rule in added.rules:
        if rule.id in own.known:
            raise UserError("rule_id_taken", name=rule.origin, rule=rule.id)
    digest.update(added.digest.encode())
    rules = tuple(sorted((*own.rules, *added.rules), key=lambda rule: rule.id))
    by_id = {rule.id: rule for rule in rules}
    return RuleSet(rules, digest.hexdigest(), by_id, formats_known)


def load_rules(
    paths: Iterable[Path],
    *,
    check_names: bool = False,
    known_formats: tuple[Format, ...] | None = None,
) -> RuleSet:
    """The rules of some files; UserError where one has a mistake.

    With `check_names` it is a mistake, too, to name what no known format (the project's, unless
    others are given) has.
    """
    official = formats() if known_formats is None else known_formats
    rules: dict[str, Rule] = {}
    digest = sha256()
    for path in paths:
        data: Any = load(path, "rules")
        digest.update(path.read_bytes())
        for position, entry in enumerate(data):
            if check_names:
                for mistake in mistakes(entry, official):
                    raise invalid(path, (position, mistake.key), mistake.problem)
            rule = _rule(entry, str(path))
            if rule.id in rules:
                raise UserError("rule_id_taken", name=str(path), rule=rule.id)
            rules[rule.id] = rule
    ordered = tuple(rules[name] for name in sorted(rules))
    return RuleSet(ordered, digest.hexdigest(), rules, official)


_COMMON = frozenset(
    {"id", "name", "kind", "title", "severity", "formats", "issuers", "basis", "help", "message"}
    | {"examples"}
)


def _rule(entry: Any, origin: str) -> Rule:
    return Rule(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        title=Text(**entry["title"]),
        severity=Severity.of(entry["severity"]),
        formats=frozenset(entry["formats"]),
        issuers=frozenset(entry.get("issuers", ())),
        basis=Basis(entry["basis"].get("document", ""), entry["basis"].get("clause", "")),
        help=Text(**entry["help"]),
        message=Text(**entry["message"]),
        demand={key: value for key, value in entry.items() if key not in _COMMON},
        examples=entry.get("examples", {}),
        origin=origin,
    )
