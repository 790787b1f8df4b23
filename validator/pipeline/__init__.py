"""From documents to runs: one document, a cross-check by a second engine, a session of many."""
