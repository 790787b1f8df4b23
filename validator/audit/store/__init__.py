"""The database of audits: SQLite in the output folder, or PostgreSQL."""
