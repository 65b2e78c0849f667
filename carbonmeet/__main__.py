"""``python -m carbonmeet``, and what the command ``carbonmeet`` runs."""

from carbonmeet.base.signals import noted


def main() -> None:
    """Run the command line; whoever stops it while it is imported is told so when it begins."""
    noted()
    from carbonmeet.cli import main as command

    command()


if __name__ == "__main__":
    main()
