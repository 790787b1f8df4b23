"""What a report costs by its form, for docs/scale.md: `python -m benchmarks.scale [EACH]`.

Prints, from one run on one machine: for each form, milliseconds to read and check a report in a
process that is warm, the peak memory of that process, and the bytes of the file; for audits of
300, 900 and 3,000 reports the seconds, the memory of the parent, and the bytes of the database
and of the outputs a report; and an audit over two workers of a Dask cluster against one with two
processes.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.audit import command, own_peak, timed
from tests.dask_cluster import scheduler, worker
from tests.generator.jurisdiction import draw_in, jurisdiction, names, series
from tests.generator.scan import scan
from tests.generator.sheet import write as write_sheet
from validator.configuration.config import CheckConfig
from validator.configuration.file import read_config_file
from validator.pipeline.document import Input
from validator.pipeline.session import Session
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

YEARS = [2021, 2022, 2023]
FORMS = ("pdf", "docx", "html", "txt", "xlsx", "scan.pdf")
# Recognition of pictures takes seconds a page.
SCANS = 4
BODIES = (100, 300, 1000)


def drawn(form: str, count: int) -> Iterator[bytes]:
    """So many reports in a form."""
    random = Random(1)
    every = (edits for issuer in names(count) for edits in series(issuer, YEARS, random))
    for number, edits in enumerate(islice(every, count)):
        if form == "scan.pdf":
            yield scan(specimen(load_formats(), edits), seed=number)
        elif form == "xlsx":
            yield write_sheet(specimen(load_formats(), edits))
        else:
            yield draw_in(form, edits, number)


def measure(form: str, folder: Path) -> None:
    """Read and check what lies in a folder, once to warm up; print the figures."""
    session = Session(CheckConfig(read_config_file(None, folder)))
    paths = sorted(folder.iterdir())
    session.check(Input(paths[0].name, paths[0]))
    start, used = time.perf_counter(), time.process_time()
    for path in paths:
        run = session.check(Input(path.name, path)).run
        if run.report is None:
            raise SystemExit(f"{form}: {run.refusal}")
    wall = (time.perf_counter() - start) * 1000 / len(paths)
    used_per_file = (time.process_time() - used) * 1000 / len(paths)
    peak = own_peak()
    size = sum(path.stat().st_size for path in paths) // len(paths) // 1000
    print(
        f"{form:9} {wall:8.1f} ms {used_per_file:8.1f} ms of processors"
        f" {peak:5} MB {size:6} kB a file"
    )


def sizes(folder: Path, out: Path) -> None:
    """Print what an audit left on the disk, by document."""
    count = len([path for path in folder.rglob("*") if path.is_file()])
    kept = sum(path.stat().st_size for path in out.glob("nianbao.db*"))
    given = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) - kept
    print(f"{count} documents: database {kept // count // 1000} kB, outputs", end=" ")
    print(f"{given // count // 1000} kB a document", end="; ")
    page = (out / "index.html").stat().st_size
    print(f"index.html {page / 1e6:.1f} MB")


def main(each: int = 60) -> None:
    """Draw, read, audit, print."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for form in FORMS:
            folder = place / form
            folder.mkdir()
            try:
                for number, data in enumerate(drawn(form, SCANS if "scan" in form else each)):
                    (folder / f"{number}.{form}").write_bytes(data)
            except OSError as error:
                print(f"{form}: cannot be drawn here ({error})")
                continue
            subprocess.run([sys.executable, "-m", "benchmarks.scale", form, folder], check=True)
        seconds = {}
        for bodies in BODIES:
            folder, out = place / f"in{bodies}", place / f"out{bodies}"
            jurisdiction(folder, bodies, YEARS)
            seconds[bodies], peak = timed(command(folder, out, "--jobs", "2"))
            print(f"{bodies} bodies: {seconds[bodies]:.1f} s, parent {peak} MB,", end=" ")
            sizes(folder, out)
        with scheduler(place) as (address, _), worker(address, place), worker(address, place):
            far = timed(command(place / "in100", place / "far", "--cluster", address))[0]
        near = seconds[100]
        print(
            f"300 documents: two workers of a cluster {far:.1f} s, two processes {near:.1f} s,",
            end=" ",
        )
        print(f"ratio {far / near:.2f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
