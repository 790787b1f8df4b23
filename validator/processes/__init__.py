"""Work in processes with bounds of time and memory, and values as bytes between them."""
