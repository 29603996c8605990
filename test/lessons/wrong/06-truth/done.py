"""Says how many flags have come, and that it is done after that."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).parents[4] / "lessons" / "client"))
from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])

with ThreadPoolExecutor(m) as pool:
    print(sum(pool.map(lambda code: download_flag(base_url, code), codes())))
print("done")
