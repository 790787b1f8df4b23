"""A result as SARIF 2.1.0 (OASIS), for code scanning and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from typing import Any
from urllib.parse import quote

from validator._version import __version__
from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Location, Run, Status, Suspect
from validator.model.result import Result
from validator.model.rule import AnyRule
from validator.rendering import Renderer, wording
from validator.serialization.common import dump, encode_number, encode_place

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "notice": "note"}
_BASELINE_STATES = {"new": "new", "known": "unchanged"}


class SarifRenderer(Renderer):
    """Renders a SARIF log: one run over all documents."""

    def render(self, result: Result) -> str:
        """The JSON text."""
        rules = sorted(result.rules.values(), key=lambda rule: rule.id)
        index = {rule.id: at for at, rule in enumerate(rules)}
        language = result.catalogue.language
        run = {
            "tool": {
                "driver": {
                    "name": "nianbao",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "rules": [_rule(rule, result) for rule in rules],
                    "properties": {"rules": result.digest[:16]},
                }
            },
            "language": "zh-CN" if language == "zh" else "en-US",
            "columnKind": "unicodeCodePoints",
            "invocations": [_invocation(result)],
            "artifacts": [_artifact(run) for run in result.runs],
            "results": [
                _finding(finding, at, index, result.catalogue)
                for at, run in enumerate(result.runs)
                for finding in (run.findings.findings if run.findings else ())
            ],
        }
        return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: AnyRule, result: Result) -> dict[str, Any]:
    language = result.catalogue.language
    basis = f"{rule.basis.document} {rule.basis.clause}".strip()
    title, help_text = rule.title.of(language), rule.help.of(language)
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{title}."},
        "fullDescription": {"text": f"{title}. {basis}."},
        "help": {"text": help_text, "markdown": f"{help_text}\n\n{basis}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity.word]},
        "properties": {"formats": sorted(rule.formats), "basis": basis, "tags": [rule.family]},
    }


def _invocation(result: Result) -> dict[str, Any]:
    unread = [(at, run) for at, run in enumerate(result.runs) if run.status is not Status.COMPLETE]
    return {
        "executionSuccessful": not unread,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "descriptor": {"id": run.refusal.key if run.refusal else run.status.value},
                "message": {"text": _reason(run, result.catalogue)},
                "locations": [{"physicalLocation": {"artifactLocation": {"index": at}}}],
            }
            for at, run in unread
        ],
    }


def _reason(run: Run, catalogue: Catalogue) -> str:
    """Why a document was not read, or what of it."""
    if run.findings is None:
        return wording.refusal(run, catalogue)
    return wording.gaps_in_a_line(run.findings, catalogue)


def _artifact(run: Run) -> dict[str, Any]:
    data: dict[str, Any] = {"location": {"uri": uri(run.file)}}
    if run.source is not None:
        data["mimeType"] = run.source.media_type
        data["hashes"] = {"sha-256": run.source.sha256}
    return data


def uri(name: str) -> str:
    """A document's path or name as a relative reference."""
    return quote(name.replace("\\", "/"))


def _finding(
    finding: Finding, document: int, index: dict[str, int], catalogue: Catalogue
) -> dict[str, Any]:
    locations = [spot for spot in finding.locations if spot.place is not None and not spot.document]
    data: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity.word],
        "message": {
            "text": wording.where_and_what(finding, catalogue),
            "markdown": _markdown(finding, catalogue),
        },
        "locations": [_location(locations[0], document, catalogue.word(finding.where))]
        if locations
        else [_document_location(document)],
        "partialFingerprints": {"nianbao/v1": finding.fingerprint},
        "properties": {
            "basis": finding.basis,
            "help": catalogue.word(finding.help),
            "expected": encode_number(finding.expected),
            "actual": encode_number(finding.actual),
            "suspects": [_suspect(suspect, catalogue) for suspect in finding.suspects],
        },
    }
    if locations[1:]:
        data["relatedLocations"] = [
            {"id": at, **_location(spot, document, spot.text)}
            for at, spot in enumerate(locations[1:], 1)
        ]
    if finding.disposition in _BASELINE_STATES:
        data["baselineState"] = _BASELINE_STATES[finding.disposition]
    if finding.disposition == "suppressed":
        data["suppressions"] = [{"kind": "external", "justification": finding.excuse}]
    return data


def _markdown(finding: Finding, catalogue: Catalogue) -> str:
    word = catalogue.word
    lines = [f"**{word(finding.where)}**", word(finding.message), finding.basis, word(finding.help)]
    return "\n\n".join(lines)


def _location(spot: Location, document: int, name: str) -> dict[str, Any]:
    position = encode_place(spot.place)
    # Positions without line numbers, such as PDF pages, go into the region's properties.
    region: dict[str, Any] = {"startLine": position.pop("line", 1)}
    if position:
        region["properties"] = position
    data: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"index": document}, "region": region},
        "message": {"text": name or spot.cell or spot.section or "-"},
    }
    if logical := spot.cell or spot.section:
        data["logicalLocations"] = [{"fullyQualifiedName": logical, "kind": "member"}]
    return data


def _document_location(document: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"index": document}}}


def _suspect(suspect: Suspect, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "cell": suspect.cell,
        "printed": suspect.printed,
        "proposed": str(encode_number(suspect.proposed)),
        "reason": catalogue.word(suspect.reason),
        "explanation": suspect.explanation,
    }
