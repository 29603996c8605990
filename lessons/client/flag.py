"""What the lessons' clients in Python have in common: one request for one flag, with the standard library alone."""

import http.client
import sys
import urllib.error
import urllib.request


def codes():
    """The codes of the flags that are to be downloaded, which come on stdin."""
    return sys.stdin.read().split()


def download_flag(base_url, code):
    """Downloads one flag. Returns the status of its answer, or 0 where there was no whole one; it does not raise."""
    try:
        with urllib.request.urlopen(f"{base_url}/{code}/{code}.gif") as response:
            response.read()
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return 0
