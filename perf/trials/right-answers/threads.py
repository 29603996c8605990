"""Threads that take from one queue."""

import http.client
import sys
import urllib.request
from queue import Empty, Queue
from threading import Thread

base_url, m = sys.argv[1], int(sys.argv[2])

todo, came = Queue(), Queue()
for line in sys.stdin:
    todo.put(line.strip())
asked = todo.qsize()


def work():
    while True:
        try:
            code = todo.get_nowait()
        except Empty:
            return
        try:
            with urllib.request.urlopen(f"{base_url}/{code}/{code}.gif") as response:
                came.put(response.read())
        except (OSError, http.client.HTTPException):
            pass


threads = [Thread(target=work) for _ in range(m)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"Got {came.qsize()}/{asked} flags")
