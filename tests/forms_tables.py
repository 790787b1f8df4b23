"""The tables of forms in README and docs: `python -m tests.forms_tables` writes them anew."""

import re

from tests.conftest import ROOT
from validator.model.text import Language
from validator.rendering.forms_table import COLUMNS, forms_markdown
from validator.rulebase.messages import load_catalogue

# Of each document, the language and the columns of the table in it, in turn.
TABLES: dict[str, tuple[tuple[Language, tuple[str, ...]], ...]] = {
    "README.md": (("en", ("form", "endings", "need", "comments")),),
    "README.zh.md": (("zh", ("form", "endings", "need", "comments")),),
    "docs/forms.md": (("zh", COLUMNS), ("en", COLUMNS)),
}
_MARKED = re.compile(r"(<!-- forms -->\n)(.*?)(<!-- /forms -->)", re.S)


def with_tables(name: str, text: str) -> str:
    """The text of a document with its tables as they should be."""
    tables = iter(TABLES[name])

    def table(match: re.Match[str]) -> str:
        language, columns = next(tables)
        return f"{match[1]}\n{forms_markdown(load_catalogue(language), columns)}\n{match[3]}"

    return _MARKED.sub(table, text)


def main() -> None:
    """Write the tables of all documents."""
    for name in TABLES:
        path = ROOT / name
        path.write_text(with_tables(name, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
