"""Firefox and WebKit, driven without a driver to download: each speaks WebDriver by itself.

Firefox listens on a socket (Marionette), WebKitGTK brings its own server. Both take the commands of
the W3C's WebDriver, of which a page needs five.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
RIGHT, LEFT = "\ue014", "\ue012"
#: Seconds that a browser may take to start, and a page to be ready.
PATIENCE = 60.0
MINIBROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
#: By engine, why it cannot be driven here; empty where it can.
MISSING = {
    "firefox": "" if shutil.which("firefox-esr") else "needs the program firefox-esr",
    "webkit": ""
    if MINIBROWSER and shutil.which("WebKitWebDriver") and shutil.which("Xvfb")
    else "needs the programs WebKitWebDriver and Xvfb",
}


class Browser:
    """What a page is asked through."""

    def ask(self, command: str, **given: Any) -> Any:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def go(self, file: Path) -> None:
        self.ask("Navigate", url=file.as_uri())
        self.until("document.documentElement.dataset.ready !== undefined")

    def script(self, code: str, *given: Any) -> Any:
        return self.ask("ExecuteScript", script=code, args=list(given))

    def until(self, condition: str) -> None:
        """Wait for a condition, looked at by the page itself."""
        code = (
            "const done = arguments[arguments.length - 1];"
            f"(function look() {{ if ({condition}) done(true); else setTimeout(look, 20); }})();"
        )
        assert self.ask("ExecuteAsyncScript", script=code, args=[]), condition

    def type(self, selector: str, keys: str) -> None:
        found = self.ask("FindElement", using="css selector", value=selector)[ELEMENT]
        self.ask("ElementSendKeys", id=found, text=keys, value=list(keys))


class Firefox(Browser):
    def __init__(self, folder: Path) -> None:
        port = free_port()
        prefs = {"marionette.port": port, "network.proxy.type": 1, "network.proxy.socks": "0.0.0.0"}
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(one)});" for key, one in prefs.items()]
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = ["firefox-esr", "--marionette", "--headless", "--no-remote", "--profile", folder]
        self.process = subprocess.Popen(
            [*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.socket = connected(port)
        self.socket.settimeout(PATIENCE)
        self.stream = self.socket.makefile("rb")
        self.read()
        self.count = 0
        self.ask("NewSession", timeouts={"script": 1000 * PATIENCE})

    def read(self) -> Any:
        size = b""
        while (letter := self.stream.read(1)) != b":":
            assert letter, "Firefox hung up"
            size += letter
        return json.loads(self.stream.read(int(size)))

    def ask(self, command: str, **given: Any) -> Any:
        self.count += 1
        data = json.dumps([0, self.count, f"WebDriver:{command}", given]).encode()
        self.socket.sendall(b"%d:%s" % (len(data), data))
        _, _, wrong, found = self.read()
        assert wrong is None, wrong
        return found["value"] if isinstance(found, dict) and found.keys() == {"value"} else found

    def close(self) -> None:
        self.stream.close()
        self.socket.close()
        self.process.terminate()
        self.process.wait(PATIENCE)


class WebKit(Browser):
    #: The way of each command below a session.
    WAYS = {
        "Navigate": "url",
        "ExecuteScript": "execute/sync",
        "ExecuteAsyncScript": "execute/async",
        "FindElement": "element",
        "ElementSendKeys": "element/{id}/value",
    }

    def __init__(self, folder: Path) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        read, write = os.pipe()
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24"],
            pass_fds=(write,), **quiet,
        )  # type: ignore[call-overload]  # fmt: skip
        os.close(write)
        with os.fdopen(read) as display:
            number = display.readline().strip()
        port = free_port()
        home = {"DISPLAY": f":{number}", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        self.process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"], env={**os.environ, **home}, **quiet
        )  # type: ignore[call-overload]
        connected(port).close()
        self.base = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(MINIBROWSER), "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        found = self.post("", {"capabilities": {"alwaysMatch": wanted}})
        self.base += f"/{found['sessionId']}"
        self.post("/timeouts", {"script": round(1000 * PATIENCE)})

    def post(self, way: str, given: Any) -> Any:
        asked = urllib.request.Request(
            self.base + way, json.dumps(given).encode(), {"Content-Type": "application/json"}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(asked, timeout=PATIENCE) as told:
            return json.load(told)["value"]

    def ask(self, command: str, **given: Any) -> Any:
        return self.post("/" + self.WAYS[command].format(**given), given)

    def close(self) -> None:
        for one in (self.process, self.screen):
            one.terminate()
            one.wait(PATIENCE)


ENGINES = {"firefox": Firefox, "webkit": WebKit}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def connected(port: int) -> socket.socket:
    """A connection to a program that is starting."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 5)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
