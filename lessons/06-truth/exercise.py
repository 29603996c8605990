"""Downloads flags, and prints how many have come. Two things in it do not tell the truth: mend them."""

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
        urllib.request.urlopen(f"{base_url}/{code}/{code}.gif").close()
    except (OSError, http.client.HTTPException):
        failed = True
    return not failed


with ThreadPoolExecutor(m) as pool:
    came = list(pool.map(has_come, codes()))
print(f"{sum(came)} flags")
