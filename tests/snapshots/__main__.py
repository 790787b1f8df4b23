"""`make snapshots`."""

import tempfile
from pathlib import Path

from tests.snapshots.running import write_all

with tempfile.TemporaryDirectory() as folder:
    write_all(Path(folder))
