"""Audits of many reports: read in worker processes, stored, checked against each other."""
