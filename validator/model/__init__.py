"""The nouns of the project: frozen data, no behaviour beyond look-ups, no import of the rest."""
