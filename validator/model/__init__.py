"""The data model: frozen data without behaviour beyond look-ups; imports no other package here."""
