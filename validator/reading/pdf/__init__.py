"""PDF files, by two independent engines."""
