"""Reports, findings and messages as data."""
