"""m threads, each with a share of the codes to itself: whoever is done first has nothing left to do."""

import sys
from threading import Thread

from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])


def loop(share):
    for code in share:
        download_flag(base_url, code)


todo = codes()
threads = [Thread(target=loop, args=(todo[first::m],)) for first in range(m)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
