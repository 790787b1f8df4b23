"""Tasks that the server runs in worker processes, and their answers."""

from pathlib import Path
from typing import NamedTuple

from validator.configuration.readings import PersonReading, Readings
from validator.model.finding import Run
from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.pipeline.document import Checked, Input, extract_previous, refuse
from validator.pipeline.session import Session
from validator.processes.pool import report_progress
from validator.rendering import renderer
from validator.rendering.annotated.annotate import (
    annotate,
    convert_for_comments,
    takes_comments,
)
from validator.serialization import packing
from validator.web.display import Preview, draw_page, make_preview
from validator.web.entry import Upload


class CheckTask(NamedTuple):
    """Check a document, and read last year's report if given; the answer is `CheckAnswer`."""

    document: Upload
    previous: Upload | None


class WhatIfTask(NamedTuple):
    """Check a run again with the figures of some cells replaced; the answer is a run."""

    run: bytes
    previous: bytes
    cells: dict[str, str]


class ReadAgainTask(NamedTuple):
    """Check a run again with figures that a person read; the answer is a run."""

    run: bytes
    previous: bytes
    cells: dict[str, str]
    by: str


class DrawPageTask(NamedTuple):
    """Draw a page (counted from 1) of a document; the answer is a `Picture`."""

    document: Upload
    page: int


class WriteTask(NamedTuple):
    """Write an output; the answer is the file.

    `output` is one of `rendering.OUTPUTS`, or `annotated` for the document with comments.
    """

    output: str
    document: Upload
    run: bytes
    previous: bytes
    language: Language


class ApiCheckTask(NamedTuple):
    """Check a document for an API client; the answer is findings.json in a language."""

    checking: CheckTask
    language: Language


Task = CheckTask | WhatIfTask | ReadAgainTask | DrawPageTask | WriteTask | ApiCheckTask


class CheckAnswer(NamedTuple):
    """The result of a `CheckTask`: the run, last year's report, and a preview of the file.

    `run` and `previous` are encoded; `previous` is empty without a report of last year.
    `comments` tells whether findings can be written into the file as comments.
    """

    run: bytes
    previous: bytes
    preview: Preview
    comments: bool


def run_task(task: Task, session: Session) -> bytes:
    """Run a task in a worker process and return its encoded answer."""
    match task:
        case CheckTask():
            return packing.pack(_check(task, session))
        case WhatIfTask():
            original, related = packing.unpack_run(task.run), _related(task.previous)
            return packing.pack(session.what_if(original, task.cells, related))
        case ReadAgainTask():
            original, related = packing.unpack_run(task.run), _related(task.previous)
            cells = {name: PersonReading(text, task.by) for name, text in task.cells.items()}
            return packing.pack(session.read_again(original, Readings(Path(), cells), related))
        case DrawPageTask():
            return packing.pack(draw_page(task.document.data, task.page))
        case WriteTask():
            return _write(task, session)
        case ApiCheckTask():
            run = _read(task.checking, session).checked.run
            return _render("json", run, task.checking.document, session, task.language)


class _Read(NamedTuple):
    checked: Checked
    previous: Report | None


def _check(task: CheckTask, session: Session) -> CheckAnswer:
    (run, document), previous = _read(task, session)
    data = task.document.data
    return CheckAnswer(
        packing.pack(run),
        packing.pack(previous) if previous else b"",
        make_preview(data, document),
        takes_comments(data),
    )


def _read(task: CheckTask, session: Session) -> _Read:
    source = Input(task.document.name, data=task.document.data)
    previous: Report | None = None
    try:
        if task.previous is not None:
            before = Input(task.previous.name, data=task.previous.data)
            config = session.config
            previous = extract_previous(before, config.rules.formats, options=config.options)
        checked = session.check(source, report_progress, previous=previous)
    except Exception as error:
        checked = Checked(refuse(source.name, error, debug=False))
    return _Read(checked, previous)


def _related(previous: bytes) -> RelatedReports:
    return RelatedReports(packing.unpack(previous, Report) if previous else None)


def _write(task: WriteTask, session: Session) -> bytes:
    run = packing.unpack_run(task.run)
    if task.output != "annotated":
        return _render(task.output, run, task.document, session, task.language)
    config = session.config
    name = task.document.name
    data = convert_for_comments(task.document.data, name, config.options)
    if data != task.document.data:
        # The converted file has other places.
        source = Input(name, data=data)
        run = session.check(source, previous=_related(task.previous).previous).run
    return annotate(data, run, config.rules.catalogue(task.language), config.options).data


def _render(output: str, run: Run, document: Upload, session: Session, language: Language) -> bytes:
    rules = session.config.rules
    result = Result((run,), rules.by_id, rules.digest, rules.catalogue(language))
    written = renderer(output, content=lambda _: document.data).render(result)
    return written if isinstance(written, bytes) else written.encode()
