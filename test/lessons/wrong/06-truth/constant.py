"""Asks for all flags, and prints a number that somebody has read off."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).parents[4] / "lessons" / "client"))
from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])

with ThreadPoolExecutor(m) as pool:
    list(pool.map(lambda code: download_flag(base_url, code), codes()))
print("71 flags")
