"""A fixture that starts a lab, and speaks with it over HTTP as any program can."""

import json
import subprocess
from urllib.request import Request, urlopen

import pytest


class Lab:
    """Servers of `npx flaglab serve`, on free ports, and their control API."""

    def __init__(self, *args):
        command = ["npx", "flaglab", "serve", *args, "--control-port", "0", "--json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.urls = {}
        for line in self.process.stdout:
            event = json.loads(line)
            if event["type"] == "listening":
                self.urls[event["label"]] = event["url"]
            elif event["type"] == "control":
                self.control = event["url"]
            elif event["type"] == "ready":
                break

    def ask(self, method, path, body=None):
        """What the control API answers."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.control + path, data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request) as response:
            return json.load(response)

    def set_faults(self, label, *faults):
        self.ask("PUT", f"/api/servers/{label}/faults", {"faults": list(faults)})

    def judge(self, act):
        """The verdicts on what asks the servers meanwhile."""
        run = self.ask("POST", "/api/runs", {})
        act()
        return self.ask("POST", f"/api/runs/{run['id']}/stop", {})["verdicts"]

    def stop(self):
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="session")
def lab():
    lab = Lab("SHOP", "--fault", "SHOP:none", "--port", "SHOP=0")
    yield lab
    lab.stop()
