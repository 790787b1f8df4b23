"""Documents made up by machine: mutants of whole ones, and small ones guided by coverage."""
