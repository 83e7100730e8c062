"""How gunicorn serves the portal. WEB_CONCURRENCY sets the number of processes, FORWARDED_ALLOW_IPS the proxies
that are believed, and GUNICORN_CMD_ARGS anything else (`--bind 0.0.0.0:8000`)."""

import os
import signal

from django.db import connection
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from tipportal.settings import ORIGIN, PORT

wsgi_app = "tipportal.wsgi"
bind = f"127.0.0.1:{PORT}"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(2 * (os.cpu_count() or 1) + 1, 5))
# Not preloaded: a connection pool has threads, and threads do not survive a fork.
preload_app = False
control_socket_disable = True
graceful_timeout = 10
loglevel = "warning"


def when_ready(server: Arbiter) -> None:
    print(f"tipportal is at {ORIGIN}  (Ctrl-C stops it)", flush=True)


def worker_int(worker: Worker) -> None:
    """The terminal's Ctrl-C reaches a worker twice, by itself and through its parent: once it has begun to end, the
    second must not break off how it leaves the database."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, lambda *_: None)  # SIG_IGN would have Python complain of one that is under way


def post_worker_init(worker: Worker) -> None:
    """Starts the embedded server, if it is the one, before the first visitor asks and for as long as this worker
    lives. A server elsewhere may be away for the moment: that is for readyz to say, not a reason not to start."""
    if connection.settings_dict.get("EMBEDDED"):
        connection.ensure_connection()
        connection.close()
