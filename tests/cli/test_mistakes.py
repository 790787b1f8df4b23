"""Mistakes of a user, each told in one sentence of our own that names the thing and the way out."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.generator.text import write
from validator.cli import group
from validator.model.catalogue import Catalogue
from validator.reading.options import Bounds
from validator.rulebase.files import schema
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

# What libraries and the system say in their errors.
OF_OTHERS = re.compile(
    r"sqlalchemy|sqlite3?\.|psycopg|fsspec|dask|distributed|unexpected extra|does not take|"
    r"No such file|Permission denied|Is a directory|Errno|Invalid value|not a valid (?!limit)|"
    r"Traceback|is not of type|isoformat|Could not parse|new-line character|line contains NUL"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.txt").write_text(write(specimen(load_formats())), "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(write(specimen(load_formats())), "utf-8")
    (tmp_path / "nul.csv").write_bytes(b'name\n"a\n' + b"x" * 200_000)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert not OF_OTHERS.search(line), line
    assert len(line) < 600
    return line


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["check", ""], "FILE"),
        (["check", "good.txt", "--previous", ""], "--previous"),
        (["check", "good.txt", "--baseline="], "--baseline"),
        (["check", "good.txt", "--write-baseline", ""], "--write-baseline"),
        (["check", "good.txt", "--select", ""], "--select"),
        (["check", "good.txt", "--rules", ""], "--rules"),
        (["check", "good.txt", "-o", ""], "-o"),
        (["audit", "", "-o", "out"], "FILE"),
        (["audit", "in", "-o", ""], "-o"),
        (["schema", "report", "more"], "more"),
        (["check", "good.txt", "--statistics=1"], "--statistics"),
        (["check", "good.txt", "--format"], "--format"),
        (["check", "-", "--watch"], "--watch"),
        (["serve", "--host", "no-such-host.invalid"], "no-such-host.invalid"),
        (["decide", "out", "abc", "--reason", "r"], "--confirm"),
        (["check", "good.txt", "--bound", "pages=１０"], "pages"),
        (["check", "good.txt", "--bound", "pages=" + "9" * 5000], "pages"),
        (["check", "good.txt", "--encoding", "idna"], "idna"),
        (["check", "good.txt", "in", "--encoding", "nonsense"], "nonsense"),
        (["new", "--body", "某\x07局", "--year", "2024", "-o", "new.docx"], "\\x07"),
        (["audit", "in", "-o", "in"], "in"),
        (["audit", "in", "-o", "out", "--bodies", "nul.csv"], "nul.csv"),
        (["audit", "in", "-o", "out", "--bodies", "in"], "in"),
        (["audit", "in", "-o", "out", "--store", "nothing://x"], "nothing"),
        (["audit", "in", "-o", "out", "--store", "no address"], "no address"),
        (["audit", "in", "-o", "out", "--store", "sqlite:////nowhere/x.db"], "nowhere"),
        (["audit", "nothing://bucket", "-o", "out"], "nothing"),
        (["check", "good.txt", "-o", "nowhere/out.txt"], "nowhere"),
        (["check", "good.txt", "-o", "in"], "in"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mistake_is_named_in_our_words(
    arguments: list[str], named: str, language: str, folder: Path
) -> None:
    # Words behind an option without a value would be its value.
    line = refused(run(arguments[0], "--lang", language, *arguments[1:]))
    assert named in line
    assert (re.search("[一-鿿]{2}", line) is not None) == (language == "zh")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[bounds]\npagez = 3\n", "pages"),
        ("[bounds]\npages = 3.0\n", "bounds.pages"),
        ("year = 2024.0\n", "year"),
        ('[[suppress]]\nreason = "r"\nuntil = "2024-13-45"\n', "suppress"),
    ],
)
def test_a_mistake_in_the_configuration_names_file_and_key(
    text: str, named: str, folder: Path
) -> None:
    (folder / "nianbao.toml").write_text(text, "utf-8")
    line = refused(run("check", "good.txt"))
    assert "nianbao.toml" in line
    assert named in line


ALIASES = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def test_aliases_in_rules_of_users_are_refused(folder: Path) -> None:
    (folder / "own.yaml").write_text(ALIASES, "utf-8")
    line = refused(run("check", "good.txt", "--rules", "own.yaml"))
    assert "own.yaml" in line


@pytest.mark.parametrize("text", ['{"a": "\\ud800"}', "[" * 100_000, '{"a": NaN}', '{"a": 1e999}'])
def test_odd_json_is_a_sentence(text: str, folder: Path) -> None:
    (folder / "odd.json").write_text(text, "utf-8")
    assert "odd.json" in refused(run("check", "good.txt", "--baseline", "odd.json"))
    stored = text.replace("{", '{"schema": "nianbao/report/1", ', 1)
    (folder / "stored.json").write_text(stored, "utf-8")
    result = run("check", "stored.json")
    assert result.exit_code == 2
    assert not OF_OTHERS.search(result.output)


def test_the_schema_knows_the_bounds() -> None:
    assert tuple(schema("config")["properties"]["bounds"]["properties"]) == Bounds._fields


def test_a_folder_of_others_is_not_written_over(folder: Path) -> None:
    out = folder / "site"
    out.mkdir()
    (out / "index.html").write_text("mine")
    assert "index.html" in refused(run("audit", "in", "-o", out))
    assert (out / "index.html").read_text() == "mine"
    assert [path.name for path in out.iterdir()] == ["index.html"]
    assert run("check", "good.txt", "--format", f"json={out / 'findings.json'}").exit_code == 0
    assert "index.html" in refused(run("audit", "in", "-o", out))


def test_results_of_an_audit_are_not_read_as_reports(folder: Path) -> None:
    assert run("audit", "in", "-o", "in/first", "--jobs", "1").exit_code == 0
    assert run("audit", "in", "-o", "in/first", "--jobs", "1").exit_code == 0
    second = run("audit", "in", "-o", "in/second", "--jobs", "1")
    assert second.exit_code == 0
    assert "first" in second.stderr
    checked = run("check", "in")
    assert checked.exit_code == 0
    assert "2 个文件夹" in checked.stderr


def test_errors_of_the_system_have_words(catalogue: Catalogue) -> None:
    import errno

    from validator.model.errors import UserError
    from validator.rulebase.problems import system_problem

    for number in errno.errorcode:
        reason = system_problem(OSError(number, "of the system"))
        sentence = catalogue.word(UserError("output_lost", reason=reason).message)
        assert "of the system" not in sentence
        assert "{" not in sentence


def test_an_audit_of_nothing_leaves_nothing(folder: Path) -> None:
    assert "absent" in refused(run("audit", "absent", "-o", "out"))
    assert not (folder / "out").exists()


def test_whoever_has_no_name_must_give_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("audit", "in", "-o", "out").exit_code == 0

    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", nobody)
    assert "--by" in refused(run("decide", "out", "abc", "--dismiss", "--reason", "r"))


def test_an_output_is_no_input_by_another_name(folder: Path) -> None:
    (folder / "alias.txt").hardlink_to(folder / "good.txt")
    assert "alias.txt" in refused(run("check", "good.txt", "-o", "alias.txt"))
    (folder / "nianbao.toml").write_text("", "utf-8")
    arguments = ("good.txt", "--config", "nianbao.toml", "-o", "nianbao.toml")
    assert "nianbao.toml" in refused(run("annotate", *arguments))
