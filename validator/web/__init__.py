"""The web page of `nianbao serve`: drop a report, see its findings beside it."""
