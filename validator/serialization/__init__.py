"""Reports and findings as JSON or bytes, encoder and decoder side by side."""
