"""notices/<body>.docx: what each body with findings is to mend."""

import re
from collections.abc import Iterator

from validator.audit.outputs.views import Body, Filed
from validator.audit.work import Noticing
from validator.model.catalogue import Catalogue
from validator.model.finding import Run
from validator.processes import codec

_UNUSABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\s.]+')
_LONGEST = 80


def notice(body: Body, taken: set[str], said: Catalogue) -> Noticing | None:
    """The notice for a body, None where nothing counts; `taken` are names of files in use."""
    faulty = [filed for filed in reversed(body.standing) if _counts(filed.run)]
    if not faulty or not body.name:
        return None
    base = _UNUSABLE.sub("_", body.name)[:_LONGEST].strip("_") or "_"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    notes = {filed.kept.name: tuple(_notes(filed, said)) for filed in faulty}
    runs = tuple(codec.packed(filed.run) for filed in faulty)
    return Noticing(f"{name}.docx", runs, notes)


def _counts(run: Run) -> bool:
    return run.findings is not None and any(f.counts for f in run.findings.findings)


def _notes(filed: Filed, said: Catalogue) -> Iterator[str]:
    if filed.version is not None and filed.version.others:
        yield said.say(
            "audit.versions",
            count=len(filed.version.others) + 1,
            name=filed.kept.name,
            reason=said.say(f"audit.reason_{filed.version.reason}"),
        ) + said.say("opinion.stop")
    if filed.earlier is not None:
        counts = {name: len(own) for name, own in filed.earlier._asdict().items()}
        yield said.say("audit.progress", **counts) + said.say("opinion.stop")
