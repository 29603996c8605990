"""Remembers the first error for ever."""

import http.client
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from flag import codes

base_url, m = sys.argv[1], int(sys.argv[2])

failed = False


def has_come(code):
    """Whether the flag has come, unless one has failed before."""
    global failed
    try:
        with urllib.request.urlopen(f"{base_url}/{code}/{code}.gif") as response:
            response.read()
    except (OSError, http.client.HTTPException):
        failed = True
    return not failed


with ThreadPoolExecutor(m) as pool:
    came = list(pool.map(has_come, codes()))
print(f"{sum(came)} flags")
