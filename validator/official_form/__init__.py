"""The official form of a year, to be filled in."""
