"""A report made to order: the official format filled in, with chosen edits.

The examples of rules are edits of one invented report without fault; here they become
documents, which are then recognised and checked as any other.
"""

from validator.specimen.document import specimen
from validator.specimen.edits import Edits

__all__ = ["Edits", "specimen"]
