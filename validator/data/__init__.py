"""The files of rules/ and schemas/: where they are, and how they are loaded and validated."""
