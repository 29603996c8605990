"""All threads share one pace: requests leave one after the other, and more slowly after a refusal."""

import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from flag import codes

base_url, m = sys.argv[1], int(sys.argv[2])


def ask(code):
    """Asks once; returns the status and for how many seconds the server wants to be left alone."""
    try:
        with urllib.request.urlopen(f"{base_url}/{code}/{code}.gif") as response:
            response.read()
            return response.status, 0
    except urllib.error.HTTPError as error:
        return error.code, int(error.headers.get("Retry-After", 0))


lock = threading.Lock()
every = 0.005
next_at = time.monotonic()


def turn():
    """Waits until it is this request's turn; whoever comes after it has to wait for the next."""
    global next_at
    while True:
        with lock:
            wait = next_at - time.monotonic()
            if wait <= 0:
                next_at = time.monotonic() + every
                return
        time.sleep(wait)


def download(code):
    """Asks in turn until it is answered; a refusal slows everybody down, once for those that are refused together."""
    global every, next_at
    while True:
        turn()
        status, seconds = ask(code)
        if status != 429:
            return
        with lock:
            until = time.monotonic() + seconds
            if until > next_at + every:
                every *= 2
            next_at = max(next_at, until)


with ThreadPoolExecutor(m) as pool:
    list(pool.map(download, codes()))
