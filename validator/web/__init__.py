"""The page of `nianbao serve`: a report is dropped on it, and what is wrong stands beside it."""
