"""The rules of rules/, and those that users add."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.format import Basis, Format
from validator.model.rule import AnyRule, Rule, Severity
from validator.model.text import Language, Text
from validator.rulebase.declarations import invalid_declaration, load
from validator.rulebase.demands import decode_demand
from validator.rulebase.files import RULES
from validator.rulebase.formats import load_formats, read_format
from validator.rulebase.messages import load_catalogue
from validator.rulebase.references import find_mistakes

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

    `by_id` holds every rule, including those not selected: rules refer to each other.
    `formats` are the official formats that reports may follow, oldest first.
    """

    rules: tuple[AnyRule, ...]
    digest: str
    by_id: Mapping[str, AnyRule]
    formats: tuple[Format, ...]

    def select(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> "RuleSet":
        """Only the rules selected (all if `select` is empty) and not ignored.

        Both hold rule ids, names or families. Raises UserError `no_such_rule`.
        """
        selected_ids, ignored_ids = self._ids_of(select), self._ids_of(ignore)
        rules = tuple(
            rule
            for rule in self.rules
            if (not selected_ids or rule.id in selected_ids) and rule.id not in ignored_ids
        )
        return RuleSet(rules, self.digest, self.by_id, self.formats)

    def with_severities(self, severities: Iterable[tuple[str, str]]) -> "RuleSet":
        """The same rules with some severities replaced; those set to `off` are left out.

        `severities` are pairs of rule id, name or family and severity; the last one for a rule
        wins. Raises UserError `no_such_rule`.
        """
        words = {rule.id: word for name, word in severities for rule in self.find_in_all(name)}
        if not words:
            return self
        by_id = {
            name: replace(rule, severity=Severity.of(words[name]))
            if words.get(name, "off") != "off"
            else rule
            for name, rule in self.by_id.items()
        }
        rules = tuple(by_id[rule.id] for rule in self.rules if words.get(rule.id) != "off")
        return RuleSet(rules, self.digest, by_id, self.formats)

    def catalogue(self, language: Language) -> Catalogue:
        """All phrases of a language, with the messages and help of these rules.

        Their keys are `<rule id>.message` and `<rule id>.help`.
        """
        return _catalogue(self, language)

    def find_in_all(self, word: str) -> tuple[AnyRule, ...]:
        """Like `find`, but including the rules that were not selected."""
        return RuleSet(tuple(self.by_id.values()), "", self.by_id, self.formats).find(word)

    def find(self, word: str) -> tuple[AnyRule, ...]:
        """The rules with this id, name or family. Raises UserError `no_such_rule` if none."""
        matches = tuple(r for r in self.rules if word.upper() in (r.id, r.family) or word == r.name)
        if not matches:
            raise UserError("no_such_rule", name=word)
        return matches

    def _ids_of(self, words: Iterable[str]) -> Collection[str]:
        return {rule.id for word in words for rule in self.find(word)}


@cache
def _catalogue(rules: RuleSet, language: Language) -> Catalogue:
    phrases = dict(load_catalogue(language).phrases)
    for rule in rules.by_id.values():
        phrases[f"{rule.id}.message"] = rule.message.of(language)
        phrases[f"{rule.id}.help"] = rule.help.of(language)
    return Catalogue(language, phrases)


@cache
def builtin() -> RuleSet:
    """The built-in rules."""
    return load_rules([RULES / "checks" / name for name in FILES])


def with_user_rules(paths: Iterable[Path]) -> RuleSet:
    """The built-in rules and formats, and those of further files or folders, validated.

    A folder holds rule files, and formats in its subfolder `formats`.
    """
    files: list[Path] = []
    base = builtin()
    formats_by_id = {official.id: official for official in base.formats}
    digest = sha256(base.digest.encode())
    for path in paths:
        in_folder = sorted(path.glob("*.y*ml")) if path.is_dir() else [path]
        added_formats = sorted((path / "formats").glob("*.y*ml"))
        if not in_folder and not added_formats:
            raise UserError("no_rules_in", name=str(path))
        files.extend(in_folder)
        for file in added_formats:
            added_format = read_format(file)
            if added_format.id in formats_by_id:
                raise UserError("format_id_taken", name=str(file), format=added_format.id)
            if added_format.follows and added_format.follows not in formats_by_id:
                problem = f"{added_format.follows!r} is no format"
                raise invalid_declaration(file, ("follows",), problem)
            formats_by_id[added_format.id] = added_format
            digest.update(file.read_bytes())
    all_formats = tuple(sorted(formats_by_id.values(), key=lambda official: official.first_year))
    if not files and len(formats_by_id) == len(base.formats):
        return base
    added = load_rules(files, check_names=True, known_formats=all_formats)
    for rule in added.rules:
        if rule.id in base.by_id:
            raise UserError("rule_id_taken", name=rule.origin, rule=rule.id)
    digest.update(added.digest.encode())
    rules = tuple(sorted((*base.rules, *added.rules), key=lambda rule: rule.id))
    by_id = {rule.id: rule for rule in rules}
    return RuleSet(rules, digest.hexdigest(), by_id, all_formats)


def load_rules(
    paths: Iterable[Path],
    *,
    check_names: bool = False,
    known_formats: tuple[Format, ...] | None = None,
) -> RuleSet:
    """Load the rules of some files. Raises UserError if one has a mistake.

    With `check_names`, references to anything that no format of `known_formats` (by default the
    built-in ones) has are mistakes too.
    """
    official = load_formats() if known_formats is None else known_formats
    rules: dict[str, AnyRule] = {}
    digest = sha256()
    for path in paths:
        data: Any = load(path, "rules")
        digest.update(path.read_bytes())
        for position, entry in enumerate(data):
            if check_names:
                for mistake in find_mistakes(entry, official):
                    raise invalid_declaration(path, (position, mistake.key), mistake.problem)
            rule = _rule(entry, str(path))
            if rule.id in rules:
                raise UserError("rule_id_taken", name=str(path), rule=rule.id)
            rules[rule.id] = rule
    ordered = tuple(rules[name] for name in sorted(rules))
    return RuleSet(ordered, digest.hexdigest(), rules, official)


def _rule(entry: Any, origin: str) -> AnyRule:
    return Rule(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        title=Text(**entry["title"]),
        severity=Severity.of(entry["severity"]),
        formats=frozenset(entry["formats"]),
        issuers=frozenset(entry.get("issuers", ())),
        not_issuer=entry.get("not_issuer", ""),
        basis=Basis(entry["basis"].get("document", ""), entry["basis"].get("clause", "")),
        help=Text(**entry["help"]),
        message=Text(**entry["message"]),
        demand=decode_demand(entry["kind"], entry),
        examples=entry.get("examples", {}),
        origin=origin,
    )
