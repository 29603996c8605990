"""Asks whether the headers are good, and not whether the flag comes after them."""

import http.client
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from flag import codes

base_url, m = sys.argv[1], int(sys.argv[2])


def has_come(code):
    """Whether it will come, as far as its headers say."""
    try:
        urllib.request.urlopen(f"{base_url}/{code}/{code}.gif").close()
        return True
    except (OSError, http.client.HTTPException):
        return False


with ThreadPoolExecutor(m) as pool:
    came = list(pool.map(has_come, codes()))
print(f"{sum(came)} flags")
