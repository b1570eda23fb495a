"""`python -m contractbridge`."""

from contractbridge.cli import main

if __name__ == "__main__":
    main()
