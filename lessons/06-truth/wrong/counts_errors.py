"""Tells of an error, and counts it as a flag all the same."""

import http.client
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from flag import codes

base_url, m = sys.argv[1], int(sys.argv[2])


def has_come(code):
    """Whether it has been asked for."""
    try:
        with urllib.request.urlopen(f"{base_url}/{code}/{code}.gif") as response:
            response.read()
    except (OSError, http.client.HTTPException) as error:
        print(error, file=sys.stderr)
    return True


with ThreadPoolExecutor(m) as pool:
    came = list(pool.map(has_come, codes()))
print(f"{sum(came)} flags")
