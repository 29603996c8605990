from urllib.error import HTTPError
from urllib.request import urlopen


def get_with_retries(url, attempts=3):
    """The client under test: tries again after 503, and gives up after three attempts."""
    try:
        with urlopen(url) as response:
            return response.status
    except HTTPError as error:
        if error.code != 503 or attempts == 1:
            return error.code
        return get_with_retries(url, attempts - 1)


def test_tries_again_until_the_server_has_recovered(lab):
    lab.set_faults("SHOP", "status=503,first=2")
    [verdict] = lab.judge(lambda: get_with_retries(lab.urls["SHOP"] + "/flags/br/br.gif"))
    assert (verdict["requests"], verdict["maxAttempts"], verdict["ok"]) == (3, 3, 1)


def test_gives_up_after_three_attempts(lab):
    lab.set_faults("SHOP", "status=503")
    assert get_with_retries(lab.urls["SHOP"] + "/flags/fr/fr.gif") == 503
