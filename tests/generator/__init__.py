"""Documents of the tests' own making: invented bodies, chosen figures, chosen faults."""
