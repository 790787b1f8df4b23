"""Starts the program that is one file, and asks it for a report: `try_app.py PROGRAM REPORT`.

Nothing but the standard library, so that nothing of the project can help it.
"""

import json
import subprocess
import sys
import urllib.request
import uuid
from pathlib import Path


def main(program: str, report: str) -> None:
    """Fail unless the page opens and the report's findings come back."""
    process = subprocess.Popen(
        [program, "serve", "--port", "0", "--lang", "en"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http"))
        page = urllib.request.urlopen(address, timeout=60).read()
        assert b"/assets/page.js" in page, page
        limit = uuid.uuid4().hex
        head = f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        body = head.encode() + Path(report).read_bytes() + f"\r\n--{limit}--\r\n".encode()
        asked = urllib.request.Request(
            f"{address}api/check",
            body,
            {"content-type": f"multipart/form-data; boundary={limit}"},
        )
        (run,) = json.load(urllib.request.urlopen(asked, timeout=120))["runs"]
        found = sorted({finding["rule"] for finding in run["findings"]})
        assert found, run
        size = Path(program).stat().st_size // 1_000_000
        print(f"{program} ({size} MB) serves the page and found {', '.join(found)} in {report}")
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
