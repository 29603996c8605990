"""Downloads the flags whose codes come on stdin, at most M at a time, with nothing but Python's standard library.

    npx flaglab bench -s DELAY --command 'python3 examples/flags_asyncio.py {base_url} {m}'
"""

import asyncio
import sys
from urllib.parse import urlsplit


async def get(reader, writer, host, path):
    """Sends one GET over an open connection and returns the status, when the whole body is there."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status_line, *lines = head.rstrip().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    await reader.readexactly(int(headers.get("content-length", 0)))
    return int(status_line.split()[1])


async def worker(base_url, codes, statuses):
    """Takes one code after another from those that all workers share, and asks for its flag over a connection of its own."""
    url = urlsplit(base_url)
    writer = None
    for code in codes:
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(url.hostname, url.port)
            statuses.append(await get(reader, writer, url.netloc, f"{url.path}/{code}/{code}.gif"))
        except (OSError, EOFError, ValueError) as error:
            statuses.append(type(error).__name__)
            if writer is not None:
                writer.close()
            writer = None
    if writer is not None:
        writer.close()


async def main(base_url, m):
    codes = iter(sys.stdin.read().lower().split())
    statuses = []
    await asyncio.gather(*(worker(base_url, codes, statuses) for _ in range(m)))
    print(f"{statuses.count(200)} flags, {len(statuses) - statuses.count(200)} errors")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
