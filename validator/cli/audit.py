"""nianbao audit: check a folder of reports and write overview, registers and notices."""

import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.cli.common import (
    catalogue_for,
    common_options,
    errors_as_sentences,
    note_passed_over,
    note_renewed,
    require_extra,
    show,
)
from validator.cli.options import (
    CheckOptions,
    allow_partial_option,
    check_options,
    jobs_option,
)
from validator.model.message import Value, listed

if TYPE_CHECKING:
    from validator.audit.plan import Plan
    from validator.audit.run import AuditOutcome
    from validator.model.catalogue import Catalogue


@click.command("audit")
@click.argument("folder", metavar="FOLDER")
@click.option(
    "-o", "--output", required=True, metavar="OUT", type=click.Path(path_type=Path, readable=False),
    help="结果文件夹 · folder for the results",
)  # fmt: skip
@click.option(
    "--bodies", metavar="FILE", type=click.Path(path_type=Path, readable=False),
    help="应报机关名单 name,parent,complete · CSV of the bodies that must report",
)  # fmt: skip
@click.option(
    "--store", metavar="URL", default="", envvar="NIANBAO_STORE",
    help="数据库，如 postgresql://…  [OUT 里的 SQLite] · database, instead of SQLite in OUT",
)  # fmt: skip
@click.option(
    "--cluster", metavar="URL", default="", envvar="NIANBAO_CLUSTER",
    help="Dask 集群的调度地址，如 tcp://… · scheduler of a Dask cluster",
)  # fmt: skip
@click.option("--again", is_flag=True, help="重读未能读取的文件 · retry unreadable files")
@jobs_option
@allow_partial_option
@check_options
@common_options
def command(
    folder: str,
    output: Path,
    bodies: Path | None,
    store: str,
    cluster: str,
    jobs: int,
    again: bool,
    allow_partial: bool,
    options: CheckOptions,
    lang: str,
    debug: bool,
) -> None:
    """审核文件夹里的全部报告：读取、逐份核对、跨年度和跨机关核对，写出总览、台账和整改通知。

    Audit all reports below a folder (or a URL of object storage): each by itself, over the
    years of a body, and over the bodies of a list. An interrupted audit resumes where it
    stopped; unchanged files are not read again.
    """
    catalogue = catalogue_for(lang)
    with (
        errors_as_sentences(catalogue, debug=debug),
        require_extra("cluster" if cluster else "audit"),
    ):
        from validator.audit.bodies import EMPTY_ROSTER, read_roster
        from validator.audit.plan import Plan
        from validator.audit.run import run_audit

        config = options.configure()
        plan = Plan(
            folder,
            output,
            config,
            catalogue.language,
            read_roster(bodies) if bodies else EMPTY_ROSTER,
            jobs,
            again,
            cluster,
        )
        from validator.cli.progress import ProgressDisplay

        started = time.monotonic()
        with ProgressDisplay(catalogue) as display:
            outcome = run_audit(plan, store, display, partial(note_renewed, catalogue=catalogue))
        _summary(outcome, plan, catalogue, time.monotonic() - started)
        accepted = allow_partial or config.file.allow_partial
        sys.exit(_exit_code(outcome, allow_partial=accepted))


def _summary(outcome: "AuditOutcome", plan: "Plan", catalogue: "Catalogue", seconds: float) -> None:
    from validator.audit.outputs.files import FILES, NOTICES

    audited = outcome.result
    note_passed_over(audited.passed_over, catalogue)
    if not outcome.written:
        show(catalogue.say("audit.nothing_new", out=str(plan.output_folder)))
        return
    years = listed(sorted({year for _, year in audited.versions}))
    bodies = len({body for body, _ in audited.versions})
    refused = sum(1 for document in audited.seen if document.refusal)
    values: dict[str, Value] = {
        "seen": len(audited.seen),
        "bodies": bodies,
        "years": years,
        "partial": sum(1 for document in audited.seen if document.gaps),
        "refused": refused,
    }
    show(catalogue.say("audit.done", **values, read=audited.read, seconds=f"{seconds:.0f}"))
    files = listed((*FILES, f"{NOTICES}/"))
    show(catalogue.say("audit.where", out=str(plan.output_folder), files=files))


def _exit_code(outcome: "AuditOutcome", *, allow_partial: bool) -> int:
    """2 if a document could not be read, or in part, 1 if there are errors, else 0."""
    from validator.model.rule import Severity

    seen = outcome.result.seen
    if any(record.refusal or (record.gaps and not allow_partial) for record in seen):
        return 2
    return int(outcome.worst >= Severity.ERROR)
