"""What an audit knows, in a database: SQLite in the output folder, or PostgreSQL."""
