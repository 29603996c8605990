"""Takes a refusal for the last word."""

import sys
from concurrent.futures import ThreadPoolExecutor

from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])

with ThreadPoolExecutor(m) as pool:
    list(pool.map(lambda code: download_flag(base_url, code), codes()))
