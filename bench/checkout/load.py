"""The tills: a load client of few system calls and no parsing, in a process of its own.

Each connection is one till that sends its next sale when the last one was answered. Reads its orders as one JSON line
from standard input: {port, seconds, path, tills: [{token, bodies}]}; writes {answered, refused, latencies} in
milliseconds. Only sales answered within the time count.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from typing import Any

ANSWERED = b"HTTP/1.1 201"


class Connection:
    __slots__ = ("buffer", "last", "next", "requests", "sent", "socket")

    def __init__(self, port: int, requests: list[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.next, self.buffer, self.last, self.sent = requests, 0, b"", b"", 0.0

    def send(self) -> None:
        self.sent = time.perf_counter()
        self.socket.sendall(self.requests[self.next % len(self.requests)])
        self.next += 1

    def answer(self) -> bytes | None:
        """The first line of a whole answer; None while some of it is missing."""
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        self.buffer += more
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self.buffer[:end].lower()
        start = head.index(b"content-length:") + 15
        length = int(head[start:].split(b"\r\n", 1)[0])
        if len(self.buffer) < end + 4 + length:
            return None
        line, self.last, self.buffer = self.buffer[:end].split(b"\r\n", 1)[0], self.buffer, b""
        return line


def request(path: str, token: str, body: str) -> bytes:
    data = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def run(orders: dict[str, Any]) -> dict[str, Any]:
    tills = [
        Connection(orders["port"], [request(orders["path"], till["token"], body) for body in till["bodies"]])
        for till in orders["tills"]
    ]
    selector = selectors.EpollSelector()
    for till in tills:
        selector.register(till.socket, selectors.EVENT_READ, till)
    answered, refused, latencies, first_refusal = 0, 0, [], ""
    end = time.perf_counter() + orders["seconds"]
    for till in tills:
        till.send()
    open_calls = len(tills)
    while open_calls:
        for key, _ in selector.select():
            till = key.data
            line = till.answer()
            if line is None:
                continue
            now = time.perf_counter()
            if now <= end:
                if line.startswith(ANSWERED):
                    answered += 1
                    latencies.append((now - till.sent) * 1000)
                else:
                    refused += 1
                    first_refusal = first_refusal or till.last.decode()
                till.send()
            else:
                open_calls -= 1
    return {"answered": answered, "refused": refused, "first_refusal": first_refusal, "latencies": latencies}


if __name__ == "__main__":
    print(json.dumps(run(json.loads(sys.stdin.readline()))))
