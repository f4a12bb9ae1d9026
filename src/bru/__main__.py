"""The console script, and `python -m bru`: Ctrl-C ends it without a word while it is loaded."""

import sys


def run() -> None:
    """Run the command line."""
    try:
        from bru.cli import run as command

        command()
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell has it


if __name__ == "__main__":
    run()
