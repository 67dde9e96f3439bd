"""`python -m assessor` is the same as the command `assessor`."""

from assessor.commands import main

if __name__ == "__main__":
    main()
