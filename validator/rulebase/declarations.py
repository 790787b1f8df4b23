"""Loading of YAML declarations, with mistakes named by file, line and key.

A declaration is parsed and validated when its content is first seen, and then taken from the
cache. If nothing can be cached, only users' declarations are validated each time; those of the
package are validated by the project's tests.
"""

from pathlib import Path
from typing import Any

from validator.model.errors import UserError
from validator.model.message import Value, phrase
from validator.rulebase import cache
from validator.rulebase.conformance import dotted, find_mistake
from validator.rulebase.files import RULES
from validator.rulebase.problems import syntax_problem
from validator.rulebase.user_files import read_file


def load(path: Path, kind: str) -> Any:
    """Load a YAML file.

    `kind` is the name of the schema it must satisfy. Raise UserError `no_such_file`,
    `rule_file_unreadable`, `rule_file_syntax`, or `rule_file_<kind>` for a kind of `Mistake`.
    """
    try:
        data = read_file(path)
        if (cached := cache.fetch(path, data)) is not None:
            return cached
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(
            "rule_file_unreadable", name=str(path), reason=syntax_problem(error)
        ) from None
    content = _parse(path, text)
    if cache.is_writable() or not path.is_relative_to(RULES):
        validate(content, text, path, kind)
    cache.store(path, data, content)
    return content


def _parse(path: Path, text: str) -> Any:
    import yaml

    try:
        if not path.is_relative_to(RULES):
            _refuse_aliases(path, text)
        return yaml.load(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem: Value = phrase("problem.column", column=column)
        raise UserError(
            "rule_file_syntax", name=str(path), line=str(line), problem=problem
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UserError(
            "rule_file_syntax", name=str(path), line="1", problem=syntax_problem(error)
        ) from None


def _refuse_aliases(path: Path, text: str) -> None:
    """Refuse aliases, by which a few lines can stand for billions of values."""
    import yaml

    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.AliasEvent):
            mark = event.start_mark
            line = str(mark.line + 1 if mark else 1)
            problem = phrase("problem.alias")
            raise UserError("rule_file_syntax", name=str(path), line=line, problem=problem)


def _loader() -> Any:
    """The safe loader, implemented in C if the platform's wheel has it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def invalid_declaration(path: Path, key_path: tuple[str | int, ...], problem: str) -> UserError:
    """The error for a declaration that its schema allows but that makes no sense."""
    text = path.read_text(encoding="utf-8")
    return UserError(
        "rule_file_invalid",
        name=str(path),
        line=str(_find_line(text, key_path)),
        key=dotted(key_path),
        problem=problem,
    )


def validate(content: Any, text: str, path: Path, kind: str) -> None:
    """Validate content by the schema `kind`; raises UserError `rule_file_<kind of Mistake>`."""
    violation = find_mistake(content, kind)
    if violation is not None:
        line = str(_find_line(text, violation.path))
        raise UserError(
            f"rule_file_{violation.kind}", name=str(path), line=line, **violation.details
        )


def _find_line(text: str, key_path: tuple[str | int, ...]) -> int:
    """The line (from 1) on which the value at a path begins."""
    import yaml

    node = yaml.compose(text, Loader=_loader())
    line = 1
    for part in key_path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
