"""notices/<body>.docx: what each body with findings has to correct."""

import re
from collections.abc import Iterator

from validator.audit.outputs.bodies import Body, FiledDocument
from validator.audit.tasks import NoticeTask
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.serialization import packing

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\s.]+')
_MAX_LENGTH = 80


def notice_task(body: Body, used_names: set[str], catalogue: Catalogue) -> NoticeTask | None:
    """The notice for a body or None if no finding counts; `used_names` are file names in use."""
    faulty = [filed for filed in reversed(body.used_documents) if _has_counting_findings(filed.run)]
    if not faulty or not body.name:
        return None
    base = _FORBIDDEN.sub("_", body.name)[:_MAX_LENGTH].strip("_") or "_"
    name, number = base, 1
    while name.casefold() in used_names:
        number += 1
        name = f"{base}-{number}"
    used_names.add(name.casefold())
    notes = {filed.record.name: tuple(_notes(filed, catalogue)) for filed in faulty}
    runs = tuple(packing.pack(filed.run) for filed in faulty)
    return NoticeTask(f"{name}.docx", runs, notes, catalogue.language)


def _has_counting_findings(run: Run) -> bool:
    return run.findings is not None and any(f.counts for f in run.findings.findings)


def _notes(filed: FiledDocument, catalogue: Catalogue) -> Iterator[str]:
    if filed.version is not None and filed.version.others:
        yield catalogue.say(
            "audit.versions",
            count=len(filed.version.others) + 1,
            name=filed.record.name,
            reason=catalogue.say(f"audit.reason_{filed.version.reason}"),
        ) + catalogue.say("opinion.stop")
    if filed.progress is not None:
        counts = {
            name: len(fingerprints) for name, fingerprints in filed.progress._asdict().items()
        }
        yield catalogue.say("audit.progress", **counts) + catalogue.say("opinion.stop")
