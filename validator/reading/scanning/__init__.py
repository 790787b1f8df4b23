"""Scanned pages and pictures (extra `ocr`, which nothing here imports before it is needed)."""
