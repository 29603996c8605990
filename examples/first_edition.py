"""Downloads twenty flags at once from a server where the clients of the first edition of Fluent Python look for it.

    npx flaglab serve LOCAL DELAY ERROR --port LOCAL=8001 --port DELAY=8002 --port ERROR=8003
    python3 examples/first_edition.py DELAY

An address such as http://localhost:8001/flags can be given instead of a name.
"""

import sys
from collections import Counter
from concurrent import futures
from urllib.error import HTTPError
from urllib.request import urlopen

PORTS = {"LOCAL": 8001, "DELAY": 8002, "ERROR": 8003}
CODES = "cn in us id br pk ng bd ru jp mx ph vn et eg de ir tr cd fr".split()


def download(address):
    """Returns the status of one flag's answer."""
    try:
        with urlopen(address) as answer:
            answer.read()
            return answer.status
    except HTTPError as error:
        return error.code


def main(server):
    base = f"http://localhost:{PORTS[server]}/flags" if server in PORTS else server
    addresses = [f"{base}/{code}/{code}.gif" for code in CODES]
    with futures.ThreadPoolExecutor(len(CODES)) as pool:
        statuses = Counter(pool.map(download, addresses))
    for status, count in sorted(statuses.items()):
        print(f"{count:3} x {status}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "LOCAL")
