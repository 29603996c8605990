"""Sockets of asyncio behind a semaphore."""

import asyncio
import sys
from urllib.parse import urlsplit

base_url, m = sys.argv[1], int(sys.argv[2])
address = urlsplit(base_url)
slots = asyncio.Semaphore(m)


async def has_come(code):
    """Whether the flag has come, and all of it."""
    async with slots:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        try:
            path = f"{address.path}/{code}/{code}.gif"
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        except OSError:
            return False
        finally:
            writer.close()
    status, *headers = head.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in headers)
    return " 200 " in status and len(body) == int(fields["content-length"])


async def main():
    came = await asyncio.gather(*(has_come(line.strip()) for line in sys.stdin))
    print(f"{sum(came)} flags")


asyncio.run(main())
