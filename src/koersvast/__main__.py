"""The door for operators: python -m koersvast COMMAND."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["koersvast", *sys.argv[1:]])


if __name__ == "__main__":
    main()
