"""Its threads end with it, and it waits for none of them."""

import sys
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parents[4] / "lessons/client"))
from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])
left = iter(codes())


def slot():
    for code in left:
        download_flag(base_url, code)


for _ in range(m):
    Thread(target=slot, daemon=True).start()
