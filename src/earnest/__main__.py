"""`python -m earnest`."""

from earnest.cli import main

if __name__ == "__main__":
    main()
