"""Page objects (chars, edges) to lines and grids: what all paged forms share."""
