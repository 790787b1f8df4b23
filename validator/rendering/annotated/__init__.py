"""Findings as comments in a copy of the document."""
