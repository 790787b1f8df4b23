"""Plain text and Markdown, and what characters need to be made comparable."""
