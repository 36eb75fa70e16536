"""A Python in which the product is loaded already; every line it reads becomes a process that is forked from it.

Loading Django and the product takes a second, and tests that kill processes start a hundred of them. A forked process
is a process like any other: it reads its environment, settings and database anew, and dies of SIGKILL without a word.
Used through ``made_homes.python``; that a new Python starts well is seen in test_serve and by ``python_anew``.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import sys
import traceback
import types

import django
from django.conf import Settings, settings
from django.db import connections


def load() -> None:
    """Everything that commands and pages import."""
    django.setup()
    from koersvast.cli.management import commands

    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}")
    importlib.import_module("koersvast.config.urls")
    importlib.import_module("django.test")


def begin_anew(environment: dict[str, str]) -> None:
    """Settings and connections as in a process that was just started with this environment."""
    os.environ.clear()
    os.environ.update(environment)
    for name in ("koersvast.config.environment", "koersvast.config.settings"):
        importlib.reload(importlib.import_module(name))
    settings._wrapped = Settings("koersvast.config.settings")  # also forgets what was read before
    for alias in list(connections):
        if hasattr(connections._connections, alias):
            del connections[alias]
    connections._settings = None
    connections.__dict__.pop("settings", None)


def run(command: list[str]) -> None:
    """As ``python -c CODE ARGUMENTS`` or ``python -m MODULE ARGUMENTS``."""
    how, what, *arguments = command
    sys.argv = [how, *arguments]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    exec(compile(what, "<string>", "exec"), main.__dict__)


def be_the_child(asked: dict[str, object]) -> int:
    for number, path in enumerate((os.devnull, asked["out"], asked["err"])):
        opened = os.open(str(path), os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    code: object = 0
    try:
        begin_anew(asked["environment"])
        run(asked["command"])
    except SystemExit as end:
        code = end.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code or 0)


def main() -> None:
    load()
    gc.collect()
    gc.freeze()
    answers = os.fdopen(os.dup(1), "w")
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            os._exit(be_the_child(json.loads(line)))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, file=answers, flush=True)


if __name__ == "__main__":
    main()
