"""One chunk after another."""

import sys
from concurrent.futures import ThreadPoolExecutor

from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])

todo = codes()
with ThreadPoolExecutor(m) as pool:
    for first in range(0, len(todo), m):
        chunk = todo[first : first + m]
        # list waits for all of them.
        list(pool.map(lambda code: download_flag(base_url, code), chunk))
