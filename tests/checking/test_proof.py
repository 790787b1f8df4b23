"""What is found in rules themselves."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from validator.cli import group
from validator.model.catalogue import Catalogue

pytest.importorskip("z3", reason="needs the extra `proofs`: pip install 'nianbao[proofs]'")

RULE = """\
- id: {id}
  name: own-{name}
  kind: equation
  title: {{zh: 一, en: one}}
  severity: warning
  formats: ["2021"]
  basis: {{document: 本单位规定}}
  table: requests
  in_each: row
  equation: {equation}
  message: {{zh: 一, en: one}}
  help: {{zh: 一, en: one}}
  examples: {{pass: {{}}, fail: {{cells: {{requests.granted.total: "6"}}}}}}
"""


def found(tmp_path: Path, catalogue: Catalogue, *equations: str) -> list[tuple[str, set[str]]]:
    from validator.checking.examples import find_flaws
    from validator.rulebase.ruleset import with_user_rules

    text = "".join(
        RULE.format(id=f"SUM90{n}", name=n, equation=equation)
        for n, equation in enumerate(equations)
    )
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    rules = with_user_rules([tmp_path])
    return [(flaw.key, set(flaw.rules)) for flaw in find_flaws(rules)]


def test_nothing_is_wrong_with_the_projects_rules() -> None:
    result = CliRunner().invoke(group, ["rules", "--check"])
    assert result.exit_code == 0, result.output


def test_an_equation_that_leaves_nothing_but_zero_contradicts(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    assert ("contradiction", {"SUM001", "SUM900"}) in found(
        tmp_path, catalogue, "total = natural_person"
    )


def test_an_equation_that_cannot_hold_contradicts_itself(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    assert ("contradiction", {"SUM900"}) in found(tmp_path, catalogue, "total = total + enterprise")


def test_an_equation_that_others_imply_is_redundant(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(tmp_path, catalogue, "total >= natural_person + other") == [
        ("redundant", {"SUM900"})
    ]


def test_a_sensible_equation_is_neither(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(tmp_path, catalogue, "natural_person >= research") == []


def test_rules_without_cases_and_with_the_same_name_are_named(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    from validator.checking.examples import find_flaws
    from validator.rulebase.ruleset import with_user_rules

    text = RULE.format(id="SUM901", name="x", equation="natural_person >= research")
    text = text.replace("own-x", "row-total")
    text = "\n".join(line for line in text.splitlines() if "examples" not in line)
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    keys = {flaw.key for flaw in find_flaws(with_user_rules([tmp_path]))}
    assert keys == {"no_cases", "same_name"}
