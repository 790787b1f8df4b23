"""Grids and lines of text matched to the official tables."""
