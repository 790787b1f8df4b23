"""Web pages, saved or in an archive of MIME parts."""
