"""One after the other: nobody has made a thread."""

import sys

from flag import codes, download_flag

base_url, m = sys.argv[1], int(sys.argv[2])

for code in codes():
    download_flag(base_url, code)
