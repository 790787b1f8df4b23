"""`python -m validator`, the same as the command `nianbao`."""

from validator.cli import main

if __name__ == "__main__":
    main()
