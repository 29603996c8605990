"""A thread for each flag, however many there are."""

import sys
from threading import Thread

from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])

threads = [Thread(target=download_flag, args=(base_url, code)) for code in codes()]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
