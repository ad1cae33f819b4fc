"""A receiver of exports for tests: it takes what comes, loses answers, fails, and sees that nothing counts twice."""

from __future__ import annotations

import hmac
import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = b"a secret of both sides"
#: How it may answer: as it should; too late, having taken the thing; not at all, having taken it; with an error.
WAYS = ("take", "late", "silent", "error")
TURNS = ("silent", "take", "error", "take")


class Receiver:
    """Keeps each export once, by its key, in FOLDER/kept; every request is a line in FOLDER/requests."""

    def __init__(self, folder: Path, ways: Sequence[str], late: float, seed: int = 1) -> None:
        self.folder, self.ways, self.late, self.chance = folder, ways, late, random.Random(seed)
        (folder / "kept").mkdir(parents=True, exist_ok=True)
        self.count = 0
        outer = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                """Take an export."""
                outer.take(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/in?x=1"

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Check the signature, keep the body unless its key came before, answer in one of the ways."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        folder = self._folder(request.path)
        key, stamp = request.headers["Idempotency-Key"], request.headers["X-Paperdesk-Timestamp"]
        wanted = hmac.new(SECRET, f"{stamp}.{key}.".encode() + body, sha256).hexdigest()
        is_signed = hmac.compare_digest(f"sha256={wanted}", request.headers["X-Paperdesk-Signature"])
        way = self.ways[self.count] if self.count < len(self.ways) else self.ways[-1]
        way = self.chance.choice(WAYS) if way == "any" else TURNS[self.count % len(TURNS)] if way == "turns" else way
        self.count += 1
        if is_signed and abs(time.time() - int(stamp)) < 300 and way != "error":
            new = self._keep(folder, key, body)
            self._note(folder, f"{way} {key} {'new' if new else 'again'}")
        else:
            self._note(folder, f"{way} {key} refused")
        self._answer(request, way, is_signed)

    def _answer(self, request: BaseHTTPRequestHandler, way: str, is_signed: bool) -> None:
        if way == "silent":
            request.close_connection = True
            return
        if way == "late":
            time.sleep(self.late)
        request.send_response(403 if not is_signed else 500 if way == "error" else 200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def _folder(self, path: str) -> Path:
        """Where it is kept: below the folder that the address names, as `http://HOST/at/FOLDER`."""
        if not path.startswith("/at/"):
            return self.folder
        folder = Path(path.removeprefix("/at"))
        (folder / "kept").mkdir(parents=True, exist_ok=True)
        return folder

    def _keep(self, folder: Path, key: str, body: bytes) -> bool:
        target = folder / "kept" / key.replace("/", "_")
        if target.exists():
            if target.read_bytes() != body:
                self._note(folder, f"CHANGED {key}")
            return False
        temporary = target.with_name(f".{target.name}")
        temporary.write_bytes(body)
        temporary.rename(target)
        return True

    def _note(self, folder: Path, line: str) -> None:
        with (folder / "requests").open("a") as file:
            file.write(line + "\n")


@contextmanager
def receiving(folder: Path, *ways: str, late: float = 1.0) -> Iterator[str]:
    """The address of a receiver in a process of its own; `ways` one a request, the last for all that follow."""
    receiver = Receiver(folder, ways or ("take",), late)
    pid = os.fork()
    if pid == 0:
        try:
            receiver.server.serve_forever()
        finally:
            os._exit(0)
    receiver.server.server_close()
    try:
        yield receiver.url
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def requests(folder: Path) -> list[list[str]]:
    """What came: how it was answered, the key, and whether it was new, came again or was refused."""
    path = folder / "requests"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []
