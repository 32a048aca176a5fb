"""`python -m cleaner`, and the `cleaner` command. Worker processes import this module as well, so that it loads nothing
by itself."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process."""
    from cleaner import cli  # noqa: PLC0415 - not for worker processes

    cli.main()


if __name__ == "__main__":
    main()
