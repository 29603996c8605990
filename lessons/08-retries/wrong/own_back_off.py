"""Waits longer each time, but by its own clock."""

import sys
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


def download(code):
    """Asks until it is answered, after 50, 100, 200, 400 and then each 800 ms."""
    wait = 0.05
    while ask(code)[0] == 429:
        time.sleep(wait)
        wait = min(2 * wait, 0.8)


with ThreadPoolExecutor(m) as pool:
    list(pool.map(download, codes()))
