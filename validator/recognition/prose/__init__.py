"""Titles, sections, sentences, and the numbers in them."""
