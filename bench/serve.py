"""How gunicorn's worker classes serve: `python bench/serve.py [--clients 8] [--seconds 8] [--slow 40] [--path PATH]`.

Starts the portal twice on a free port of this machine with the data of TIPPORTAL_VAR, once with sync workers and once
with gthread, and prints p50 and p95 of one page under `clients` readers, then whether /healthz still answers while
`slow` clients have sent half a request and wait. Nothing but the loopback address is asked.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"sync": ["--worker-class", "sync"], "gthread": ["--worker-class", "gthread", "--threads", "4"]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str, timeout: float = 10) -> float:
    """Seconds until the whole answer is there."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        raise OSError(f"{path} answered {response.status}")
    return time.perf_counter() - start


def wait_for(port: int, server: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            get(port, "/readyz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the portal did not start; prepare it first (make run)")


def under_load(port: int, path: str, clients: int, seconds: float) -> list[float]:
    times: list[float] = []
    end = time.monotonic() + seconds

    def read() -> None:
        while time.monotonic() < end:
            times.append(get(port, path))

    threads = [threading.Thread(target=read) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def beside_slow_clients(port: int, slow: int) -> str:
    half = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx="
    waiting = [socket.create_connection(("127.0.0.1", port)) for _ in range(slow)]
    try:
        for one in waiting:
            one.sendall(half)
        return f"{get(port, '/healthz', timeout=5) * 1000:.0f} ms"
    except OSError:
        return "no answer in 5 s"
    finally:
        for one in waiting:
            one.close()


def measure(kind: str, options: argparse.Namespace) -> str:
    port = free_port()
    environment = os.environ | {"TIPPORTAL_PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", *KINDS[kind], "--workers", str(options.workers)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        get(port, options.path)
        times = sorted(under_load(port, options.path, options.clients, options.seconds))
        health = beside_slow_clients(port, options.slow)
    finally:
        server.terminate()
        server.wait(timeout=60)
    p95 = times[len(times) * 95 // 100]
    rate = len(times) / options.seconds
    return f"{kind:8} {rate:8.1f} {statistics.median(times) * 1000:8.0f} {p95 * 1000:8.0f}  {health}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--slow", type=int, default=40)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--path", default="/cables/08GUATEMALA900327/")
    options = parser.parse_args()
    print(f"{options.path}, {options.clients} clients, {options.workers} workers")
    print(f"{'class':8} {'a second':>8} {'p50 ms':>8} {'p95 ms':>8}  /healthz beside {options.slow} slow clients")
    for kind in KINDS:
        print(measure(kind, options), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
