"""Send an export to an address: signed, with a key by which the receiver knows that it came before.

The body is the export's main file. `Idempotency-Key` is the export's key, the same however often it is sent;
`X-Paperdesk-Timestamp` the seconds of sending; `X-Paperdesk-Signature` is `sha256=` and the HMAC-SHA256, by the shared
secret, of timestamp, key and body with points between them. Any 2xx says that it arrived, and is kept. Redirects are
not followed: the address is the one that the settings name.
"""

from __future__ import annotations

import hmac
import http.client
import ssl
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from documents.errors import ReleaseError
from documents.failpoints import reached

_KINDS = {".json": "application/json", ".jsonl": "application/jsonl", ".csv": "text/csv; charset=utf-8"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send, and the secret that both sides know. `seconds`: how long an answer may take."""

    url: str
    secret: bytes
    seconds: float = 30.0


def send(path: Path, address: Address, key: str) -> int:
    """Send the file; the answer's number, a 2xx. Raises ReleaseError for any other, and when there is none."""
    body, where = path.read_bytes(), urlsplit(address.url)
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": _KINDS.get(path.suffix, _XLSX),
        "Idempotency-Key": key,
        "X-Paperdesk-Name": path.name,
        "X-Paperdesk-Timestamp": stamp,
        "X-Paperdesk-Signature": signature(address.secret, stamp, key, body),
    }
    line = _line(where.scheme, where.hostname or "", where.port, address.seconds)
    target = (where.path or "/") + (f"?{where.query}" if where.query else "")
    reached("webhook.sending")
    try:
        line.request("POST", target, body, headers)
        answer = line.getresponse()
        answer.read(1 << 16)
    except (OSError, http.client.HTTPException) as error:
        said = f"{type(error).__name__}: {error}"
        raise ReleaseError(f"{where.netloc}: {key} was not acknowledged ({said}); it is sent again") from error
    finally:
        line.close()
    reached("webhook.answered")
    if not 200 <= answer.status < 300:
        raise ReleaseError(f"{where.netloc}: answered {answer.status} to {key}; ask its owner, it is sent again")
    return answer.status


def signature(secret: bytes, stamp: str, key: str, body: bytes) -> str:
    """What the receiver computes too, and compares.

    >>> signature(b"secret", "1700000000", "acme/jsonl/1", b"{}")[:15]
    'sha256=c1354f64'
    """
    return "sha256=" + hmac.new(secret, b".".join((stamp.encode(), key.encode(), body)), sha256).hexdigest()


def _line(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)
