"""./run: migrate, load the demo municipality once, start the web server and the worker, stop cleanly."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connections

from koersvast.cli.database import count_rows, prepare_database
from koersvast.cli.demo import CODE, load_demo
from koersvast.decisions.loading import load_statistics
from koersvast.dialogues.withdrawing import reapply_deletions
from koersvast.surveys.shuffling import due, shuffle
from koersvast.tenants.models import Municipality
from koersvast.vault.actions import check_root_key
from koersvast.vault.root import VaultClosed


class Command(BaseCommand):
    help = "Start the web server and the background worker (what ./run does)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not port_is_free():
            raise CommandError(
                f"Poort {settings.PORT} is bezet. Kies een andere, bijvoorbeeld: PORT={settings.PORT + 1} ./run"
            )
        prepare_database()
        try:
            check_root_key()  # before anything is shown: without the key texts would be garbage
            reapply_deletions()  # a back-up that was put back brings nobody back
        except VaultClosed as closed:
            raise CommandError(str(closed)) from None
        accounts = demo_accounts()
        count_rows()
        collect_static()
        connections.close_all()
        worker = fork_worker()
        self.stdout.write(welcome(accounts))
        self.stdout.flush()
        try:
            run_web_server()
        finally:
            stop(worker)


def demo_accounts() -> list[dict[str, str]]:
    """Load the demo municipality the first time. Its passwords are made here and kept in KOERSVAST_HOME."""
    file = Path(settings.HOME) / "demo_accounts.json"
    if file.exists():
        return list(json.loads(file.read_text()))
    if not settings.DEMO or Municipality.objects.filter(code=CODE).exists():
        return []
    accounts = load_demo(password=lambda: "-".join(secrets.token_hex(2) for _ in range(3)))
    file.touch(mode=0o600)
    file.write_text(json.dumps(accounts, ensure_ascii=False, indent=1))
    return accounts


def collect_static() -> None:
    """Static files with a fingerprint in their name; made again only when a source is newer."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [path for path in Path(__file__).resolve().parents[3].rglob("static/**/*") if path.is_file()]
    newest = max((path.stat().st_mtime for path in sources), default=0)
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False)


def fork_worker() -> int:
    """The background worker is a child of this process: the code is loaded once."""
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us
    threading.Thread(target=keep_shuffling, name="shuffle-answers", daemon=True).start()
    try:
        while True:
            try:
                call_command("db_worker", interval=0.3, verbosity=0)
                break  # asked to stop
            except Exception:
                logging.getLogger("koersvast.worker").exception("the worker starts again")
                connections.close_all()
                time.sleep(1)
    finally:
        os._exit(0)


def keep_shuffling(every: float = 20.0) -> None:
    """Answers become unlinkable soon after enough of them came in, also when nobody looks."""
    while True:
        time.sleep(every)
        try:
            shuffle(due())
        except Exception:
            logging.getLogger("koersvast.worker").exception("answers wait for the next shuffle")
        finally:
            connections.close_all()


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.PORT))
        except OSError:
            return False
    return True


def welcome(accounts: list[dict[str, str]]) -> str:
    lines = ["", f"Koersvast draait op http://127.0.0.1:{settings.PORT}", ""]
    if accounts:
        width = max(len(account["email"]) for account in accounts)
        lines.append("Accounts van de voorbeeldgemeente Waterveen (verzonnen):")
        lines += [f"  {row['email']:<{width}}  {row['password']}  {row['what']}" for row in accounts]
        lines.append("")
    lines.append("Stoppen: Ctrl-C")
    return "\n".join(lines)


def settle_memory() -> None:
    """What the code itself holds stays for as long as the server runs: the collector need not look at it again.

    A page of a very large plan makes many short-lived rows; without this a third of its time goes to looking for
    garbage among the classes of the framework.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def load_ahead(_worker: Any) -> None:
    """The statistics of a first verdict take seconds to load. Beside the first pages, not before them."""
    threading.Thread(target=load_statistics, name="load-statistics", daemon=True).start()


def leave_once(_worker: Any) -> None:
    """Ctrl-C reaches a web process twice: from the terminal and from its parent. The second, while it is already
    leaving, would only print a traceback."""
    for sign in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(sign, signal.SIG_IGN)


def run_web_server() -> None:
    from gunicorn.app.base import BaseApplication

    application = get_wsgi_application()

    class Server(BaseApplication):
        def load_config(self) -> None:
            wanted = {
                "bind": f"127.0.0.1:{settings.PORT}",
                "workers": settings.WEB_WORKERS,
                "threads": 4,
                "preload_app": True,
                "graceful_timeout": 10,
                "loglevel": "error",
                "accesslog": None,  # who looked at what is nobody's business
                "control_socket_disable": True,
                # each process says between requests that it lives, by touching a file: not on a disk
                "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108
                "post_worker_init": load_ahead,
                "worker_int": leave_once,
            }
            for name, value in wanted.items():
                self.cfg.set(name, value)  # type: ignore[union-attr]  # made by BaseApplication

        def load(self) -> Any:
            return application

    settle_memory()
    try:
        Server().run()
    except SystemExit as leaving:
        if leaving.code:
            raise


def stop(worker: int) -> None:
    """End the worker that we started: first kindly, after ten seconds for good."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, signal.SIGTERM)
        for _tenth in range(100):
            if gone(worker):
                break
            time.sleep(0.1)
        else:
            os.kill(worker, signal.SIGKILL)
    sys.stdout.write("\nGestopt.\n")


def gone(pid: int) -> bool:
    """Has this child ended? The web server may have collected it already."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
