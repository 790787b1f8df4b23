"""The rules of rules/, and those that users add."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from validator.checking.references import mistakes
from validator.data.declarations import invalid, load
from validator.data.files import RULES
from validator.model.errors import UserError
from validator.model.format import Basis
from validator.model.rule import Rule, Severity
from validator.model.text import Text
from validator.recognition.formats import formats

FILES = (
    "structure.yaml",
    "values.yaml",
    "sums.yaml",
    "claims.yaml",
    "texts.yaml",
    "copies.yaml",
    "series.yaml",
)


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """Rules in the order of their ids, and a digest of the files that declare them.

    `known` holds every rule by id, those not selected too: rules refer to each other.
    """

    rules: tuple[Rule, ...]
    digest: str
    known: Mapping[str, Rule]

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
        return RuleSet(rules, self.digest, self.known)

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
    """The project's rules and those of further files or folders, which are validated."""
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.glob("*.y*ml")) if path.is_dir() else [path])
    own = builtin()
    if not files:
        return own
    added = load_rules(files, check_names=True)
    for rule in added.rules:
        if rule.id in own.known:
            raise UserError("rule_id_taken", name=rule.origin, rule=rule.id)
    digest = sha256((own.digest + added.digest).encode()).hexdigest()
    rules = tuple(sorted((*own.rules, *added.rules), key=lambda rule: rule.id))
    return RuleSet(rules, digest, {rule.id: rule for rule in rules})


def load_rules(paths: Iterable[Path], *, check_names: bool = False) -> RuleSet:
    """The rules of some files; UserError where one has a mistake.

    With `check_names` it is a mistake, too, to name what no format has.
    """
    rules: dict[str, Rule] = {}
    digest = sha256()
    for path in paths:
        data: Any = load(path, "rules")
        digest.update(path.read_bytes())
        for position, entry in enumerate(data):
            if check_names:
                for mistake in mistakes(entry, formats()):
                    raise invalid(path, (position, mistake.key), mistake.problem)
            rule = _rule(entry, str(path))
            if rule.id in rules:
                raise UserError("rule_id_taken", name=str(path), rule=rule.id)
            rules[rule.id] = rule
    return RuleSet(tuple(rules[name] for name in sorted(rules)), digest.hexdigest(), rules)


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
