"""A result as JSON: schemas/findings.schema.json."""

from collections.abc import Mapping
from textwrap import indent
from typing import Any

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Location, Open, Run, Solved, State, Story, Suspect
from validator.model.result import Result
from validator.rendering import wording
from validator.rendering.data import dump, number, place, source


def render(result: Result) -> str:
    """The JSON text of a result, one run a document; refused documents stand in it too."""
    runs = [entry(run_data(run, result.catalogue), at) for at, run in enumerate(result.runs)]
    return opening(result.version, result.digest) + "".join(runs) + closing(len(runs))


def opening(version: str, digest: str, **more: Any) -> str:
    """The text before the runs, of rules with this digest; `more` are further entries."""
    tool = {"name": "nianbao", "version": version, "rules": digest[:16]}
    head = dump({"schema": "nianbao/findings/1", "tool": tool, **more})
    return head.removesuffix("\n}\n") + ',\n "runs": ['


def entry(run: Mapping[str, Any], before: int) -> str:
    """The text of one run, so many being before it."""
    return ("," if before else "") + "\n" + indent(dump(run), "  ").rstrip("\n")


def closing(count: int) -> str:
    """The text after so many runs."""
    return ("\n ]" if count else "]") + "\n}\n"


def run_data(run: Run, catalogue: Catalogue) -> dict[str, Any]:
    """One run as JSON data."""
    if run.findings is None or run.source is None:
        refusal = run.refusal
        assert refusal is not None
        message = wording.refusal(run, catalogue)
        return {
            "source": {"name": run.name},
            "report": None,
            "error": {"code": refusal.key, "message": message},
            "findings": [],
            "stories": [],
            "undetermined": [],
            "solved": [],
            "checks": {state.value: 0 for state in State},
        }
    result = run.findings
    return {
        "source": source(run.source),
        "report": {"issuer": run.issuer, "year": run.year, "format": run.format},
        "findings": [_finding(finding) for finding in result.findings],
        "stories": [_story(story) for story in result.stories],
        "undetermined": [_open(check) for check in result.undetermined],
        "solved": [_solved(cell) for cell in result.solved],
        "checks": {state.value: count for state, count in result.counts.items()},
        "mended": list(result.mended),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.word,
        "where": finding.where,
        "message": finding.message,
        "basis": finding.basis,
        "help": finding.help,
        "locations": [_location(spot) for spot in finding.locations],
        "expected": number(finding.expected),
        "actual": number(finding.actual),
        "suspects": [_suspect(suspect) for suspect in finding.suspects],
        "fingerprint": finding.fingerprint,
        "standing": finding.standing,
        **({"excuse": finding.excuse} if finding.excuse else {}),
    }


def _suspect(suspect: Suspect) -> dict[str, Any]:
    data = {
        "cell": suspect.cell,
        "where": suspect.where,
        "printed": suspect.printed,
        "proposed": str(number(suspect.proposed)),
        "reason": suspect.reason,
        "clue": suspect.clue,
        "share": suspect.share,
        "explanation": suspect.explanation,
        **place(suspect.place),
    }
    if suspect.document:
        data["document"] = suspect.document
    return data


def _story(story: Story) -> dict[str, Any]:
    return {
        "message": story.message,
        "decisive": story.decisive,
        "findings": list(story.findings),
        "explanations": [
            {"message": one.message, "cells": [_suspect(cell) for cell in one.cells]}
            for one in story.explanations
        ],
        "steps": [step._asdict() for step in story.steps],
    }


def _solved(cell: Solved) -> dict[str, Any]:
    return {
        "cell": cell.cell,
        "where": cell.where,
        "printed": cell.printed,
        "value": number(cell.value),
        "message": cell.message,
        **place(cell.place),
    }


def _open(check: Open) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "name": check.name,
        "where": check.where,
        "message": check.reason,
        "locations": [_location(spot) for spot in check.locations],
    }


def _location(spot: Location) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if spot.cell:
        data["cell"] = spot.cell
    if spot.section:
        data["section"] = spot.section
    data.update(place(spot.place))
    data["text"] = spot.text
    if spot.document:
        data["document"] = spot.document
    return data
