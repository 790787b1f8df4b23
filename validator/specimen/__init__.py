"""Generated reports: a faultless invented report in the official format, with edits.

Rule examples are edits of this report; here they become documents, which are recognised and
checked like any other.
"""

from validator.specimen.document import specimen
from validator.specimen.edits import Edits

__all__ = ["Edits", "specimen"]
