"""Counts the flags that have come, each by what became of it alone."""

import http.client
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from flag import codes

base_url, m = sys.argv[1], int(sys.argv[2])


def has_come(code):
    """Whether the flag has come, and all of it."""
    try:
        with urllib.request.urlopen(f"{base_url}/{code}/{code}.gif") as response:
            response.read()
        return True
    except (OSError, http.client.HTTPException):
        return False


with ThreadPoolExecutor(m) as pool:
    came = list(pool.map(has_come, codes()))
print(f"{sum(came)} flags")
