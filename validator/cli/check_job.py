"""One run of nianbao check: documents in, outputs and an exit code out.

It needs no click context; progress and notes go to stderr.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from validator.cli.common import check_outputs, complain, note_passed_over, write
from validator.cli.inputs import gather, relative_name
from validator.cli.outputs import Request, render_output
from validator.cli.progress import progress_bar, show_recognition
from validator.configuration.config import CheckConfig
from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.finding import Run, Status
from validator.model.result import Result
from validator.model.rule import Severity
from validator.pipeline.document import Input, refuse
from validator.pipeline.session import Session
from validator.processes.supervisor import bounded
from validator.reading.forms import known_forms
from validator.reading.options import Progress
from validator.rendering.wording import refusal

# A run with the document that it is of.
Pair = tuple[Run, Input]

# Number of documents from which a bar shows how many are done, not a count of pages.
_BAR_FROM = 5


class CheckJob(NamedTuple):
    """What to check, how, and what to write.

    `files` are files, folders or `-`; `catalogue` words what is said. `jobs` is the number of
    processes, 0 for one per processor. With `reports_only`, documents that are no annual
    reports are passed over; with `allow_partial`, documents that were read in part do not fail the
    run. `write_baseline` names a baseline to write; with `strict_baseline`,
    entries of the `baseline` read that are fixed fail the run. `also_read` are other files that no
    output may overwrite.
    """

    files: tuple[str, ...]
    config: CheckConfig
    catalogue: Catalogue
    requests: tuple[Request, ...]
    fail_on: Severity = Severity.ERROR
    jobs: int = 0
    reports_only: bool = False
    statistics: bool = False
    explain: bool = False
    write_baseline: str | None = None
    strict_baseline: bool = False
    baseline: Path | None = None
    debug: bool = False
    allow_partial: bool = False
    also_read: tuple[Path, ...] = ()


def run_job(job: CheckJob) -> int:
    """Check, write the outputs, and return the exit code. Raise UserError as its steps do."""
    inputs = gather(job.files, job.config.options.bounds)
    note_passed_over(inputs.passed_over, job.catalogue)
    if not inputs.documents:
        raise UserError("empty_folder", name=job.files[0], forms=known_forms())
    if job.config.readings is not None and len(inputs.documents) > 1:
        raise UserError("readings_of_several", name=str(job.config.readings.path))
    outputs = [*(request.path for request in job.requests), job.write_baseline]
    check_outputs(outputs, [*(one.path for one in inputs.documents), *job.also_read])
    # A baseline may be written over the one that was read.
    check_outputs(outputs[:-1], [job.baseline])
    runs = check_documents(inputs.documents, job)
    interrupted = any(run.refusal is not None and run.refusal.key == "interrupted" for run in runs)
    pairs = list(zip(runs, inputs.documents, strict=True))
    if job.reports_only:
        pairs = _drop_non_reports(pairs, job.catalogue)
    runs = [run for run, _ in pairs]
    render_outputs(pairs, job, inputs.passed_over)
    if interrupted:
        raise KeyboardInterrupt
    if job.write_baseline:
        _write_baseline(job.write_baseline, runs, job)
    code = exit_code(runs, job.fail_on, allow_partial=job.allow_partial)
    fixed = sum(len(run.findings.fixed) for run in runs if run.findings)
    if job.strict_baseline and fixed:
        complain(job.catalogue, "baseline_stale", count=str(fixed), name=str(job.baseline))
        code = max(code, 1)
    return code


def check_documents(documents: Sequence[Input], job: CheckJob) -> list[Run]:
    """One run per document in order, with dispositions and paths; progress is on a terminal."""
    for suppression in job.config.expired(date.today()):
        details = {"reason": suppression.reason, "until": str(suppression.until)}
        complain(
            job.catalogue, "suppression_expired", grade="note", name=job.config.file.origin,
            **details,
        )  # fmt: skip
    with progress_bar(len(documents)) as bar, show_recognition(job.catalogue) as progress:
        # The traceback of an internal error is that of this process.
        if len(documents) > 1 and not job.debug:
            # Deferred: these imports take as long as reading a report.
            from validator.cli.parallel import check_in_parallel

            several = len(documents) >= _BAR_FROM
            runs = check_in_parallel(
                documents, job.config, job.jobs, bar, None if several else progress
            )
        else:
            session = Session(job.config, job.debug)
            runs = [_check(document, session, job, progress) for document in documents]
    return [
        run._replace(path=relative_name(document))
        for run, document in zip(runs, documents, strict=True)
    ]


def _check(document: Input, session: Session, job: CheckJob, progress: Progress | None) -> Run:
    try:
        with _bounded_alone([document], job):
            return session.check(document, progress).run
    except UserError as error:
        return refuse(document.name, error, job.debug)


def _bounded_alone(
    documents: Sequence[Input], job: CheckJob, label: str = ""
) -> AbstractContextManager[None]:
    """Bound what is done for a single document; of several, each is in a process of its own."""
    if len(documents) != 1:
        return nullcontext()
    return bounded(f"{label}{documents[0].name}", job.config.options.bounds)


def render_outputs(
    pairs: Sequence[Pair], job: CheckJob, passed_over: Mapping[str, Sequence[str]]
) -> None:
    """Write all outputs requested; refusals that none of them tells of go to stderr."""

    def content(run: Run) -> bytes:
        document = next(document for other, document in pairs if other is run)
        return document.content(job.config.options.bounds)

    rules = job.config.rules
    runs = tuple(run for run, _ in pairs)
    result = Result(runs, rules.by_id, rules.digest, job.catalogue, passed_over)
    for number, request in enumerate(job.requests):
        # Whoever reads the output may take his time: only what makes it is bounded.
        with _bounded_alone([document for _, document in pairs], job, f"output {number} "):
            rendered = render_output(
                request, result, explain=job.explain, statistics=job.statistics, content=content
            )
        write(rendered, request.path)
    if any(request.tells_refusals for request in job.requests):
        return
    for run in result.runs:
        if run.refusal is not None:
            with suppress(OSError):
                click.echo(f"nianbao: {run.name}: {refusal(run, job.catalogue)}", err=True)


def exit_code(runs: Sequence[Run], fail_on: Severity, *, allow_partial: bool = False) -> int:
    """2 if a document was not read or in part, 1 if findings reach a severity, else 0.

    With `allow_partial`, those read in part are as others.
    """
    if any(run.status not in _accepted(allow_partial=allow_partial) for run in runs):
        return 2
    severities = (run.findings.worst() for run in runs if run.findings)
    return int(any(severity is not None and severity >= fail_on for severity in severities))


def _drop_non_reports(checked: list[Pair], catalogue: Catalogue) -> list[Pair]:
    """The runs of annual reports; print a note on documents that are none."""
    others = [run for run, _ in checked if run.refusal and run.refusal.key == "not_a_report"]
    if others:
        count, first = str(len(others)), others[0].name
        complain(catalogue, "no_reports", grade="note", count=count, first=first)
    return [pair for pair in checked if pair[0] not in others]


def _write_baseline(path: str, runs: Sequence[Run], job: CheckJob) -> None:
    """Write a baseline. Raise UserError `baseline_incomplete` if a document was not checked."""
    from validator.rendering.baseline import render_baseline

    accepted = _accepted(allow_partial=job.allow_partial)
    # What is known of such a document would be lost.
    incomplete = next((run.name for run in runs if run.status not in accepted), None)
    if incomplete is not None:
        raise UserError("baseline_incomplete", name=path, document=incomplete)
    text = render_baseline(runs, job.catalogue)
    write(text, path)
    count = str(text.count('"fingerprint"'))
    complain(job.catalogue, "baseline_written", grade="note", count=count, name=path)


def _accepted(*, allow_partial: bool) -> set[Status]:
    return {Status.COMPLETE, Status.PARTIAL} if allow_partial else {Status.COMPLETE}
