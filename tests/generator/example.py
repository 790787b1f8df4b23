"""The reports of examples/: `python -m tests.generator.example FOLDER` writes them."""

import sys
from pathlib import Path

from tests.generator.pdf import Style, draw
from tests.generator.text import write
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

# A total with its digits swapped, a word for a figure, a label with a slip.
FAULTS = Edits(
    cells={
        "requests.new.natural_person": "23",
        "requests.new.enterprise": "4",
        "requests.new.total": "27",
        "requests.granted.natural_person": "21",
        "requests.granted.enterprise": "3",
        "requests.granted.total": "42",
        "requests.done.natural_person": "23",
        "requests.done.enterprise": "4",
        "requests.done.total": "27",
        "requests.denied_by_law.welfare": "无",
    },
    labels={"requests.row.denied_internal_affairs": "5.属于三类内容事务信息"},
)


def examples() -> dict[str, bytes]:
    """The content of each example by file name."""
    faulty, good = specimen(load_formats(), FAULTS), specimen(load_formats())
    return {
        "report-with-a-fault.pdf": draw(faulty, Style(split_rows=True, open_breaks=True)),
        "report-without-fault.pdf": draw(good, Style()),
        "report-with-a-fault.txt": write(faulty).encode(),
    }


if __name__ == "__main__":
    for name, content in examples().items():
        (Path(sys.argv[1]) / name).write_bytes(content)
