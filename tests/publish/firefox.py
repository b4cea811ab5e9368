"""A real Firefox, driven over its Marionette socket with nothing but the standard library.

It plays nothing where there is no sound card, so a PulseAudio with a sink that swallows sound at its true speed runs beside it.
"""

import base64
import json
import os
import socket
import subprocess
import time

PREFERENCES = {
    "marionette.port": 0,  # any free one, which Firefox writes to a file in its profile
    "media.autoplay.default": 0,
    "media.volume_scale": "0.0",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.cosmeticAnimations.enabled": False,
}
SPECIAL = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Tab": "\ue004", "Escape": "\ue00c"}


class Firefox:
    def __init__(self, program, sound, profile):
        own = {"HOME": str(profile), "XDG_RUNTIME_DIR": str(profile), "XDG_CONFIG_HOME": str(profile)}
        place = profile / "sound"
        flags = ["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--load=module-null-sink"]
        native = f"--load=module-native-protocol-unix socket={place} auth-anonymous=1"
        self._sound = subprocess.Popen(
            [sound, *flags, native], env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        (profile / "user.js").write_text(
            "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        )
        # System access is for reading the console and for the sizes of phones: a window is 500 pixels wide at least.
        flags = ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", str(profile)]
        self._process = subprocess.Popen(
            [program, *flags],
            env={**os.environ, "HOME": str(profile), "PULSE_SERVER": f"unix:{place}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._number = 0
        port = profile / "MarionetteActivePort"
        end = time.monotonic() + 60
        while not (place.exists() and port.exists() and port.read_text().strip()):
            if self._process.poll() is not None or time.monotonic() > end:
                self._end()
                raise RuntimeError("Firefox does not start")
            time.sleep(0.05)
        self._socket = socket.create_connection(("127.0.0.1", int(port.read_text())), timeout=60)
        self._file = self._socket.makefile("rb")
        self._receive()  # its greeting
        self.call("WebDriver:NewSession", capabilities={})
        self.call("WebDriver:SetTimeouts", script=30_000, pageLoad=30_000)
        self.call("WebDriver:SetWindowRect", width=1500, height=1100)

    def close(self):
        self._file.close()
        self._socket.close()
        self._end()

    def _end(self):
        for process in (self._process, self._sound):
            process.kill()
            process.wait()

    def _receive(self):
        length = b""
        while (byte := self._file.read(1)) != b":":
            if not byte:
                raise RuntimeError("Firefox is gone")
            length += byte
        return json.loads(self._file.read(int(length)))

    def call(self, command, **parameters):
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, answer = self._receive()
        assert number == self._number
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return answer

    def inside(self, script):
        """Run a script in the browser itself, not in a page."""
        self.call("Marionette:SetContext", value="chrome")
        try:
            return self.call("WebDriver:ExecuteScript", script=script, args=[])["value"]
        finally:
            self.call("Marionette:SetContext", value="content")

    def page(self, *, width=1280, height=900, dark=False, scripts=True):
        self.call("WebDriver:Navigate", url="about:blank")
        self.inside(
            "const style = gBrowser.selectedBrowser.style;"
            f"for (const name of ['width', 'minWidth', 'maxWidth']) style[name] = '{width}px';"
            f"for (const name of ['height', 'minHeight', 'maxHeight']) style[name] = '{height}px';"
            f"Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', {0 if dark else 1});"
            f"Services.prefs.setBoolPref('javascript.enabled', {str(scripts).lower()});"
            "Services.console.reset()"
        )
        return Page(self)


class Page:
    def __init__(self, firefox):
        self._firefox = firefox

    def open(self, url):
        self._firefox.call("WebDriver:Navigate", url=url)

    def run(self, expression):
        """The value of a JavaScript expression, awaited."""
        script = (
            f"const done = arguments[arguments.length - 1]; (async () => ({expression}))().then("
            "value => done({ value: value ?? null }), error => done({ error: String(error) }))"
        )
        answer = self._firefox.call("WebDriver:ExecuteAsyncScript", script=script, args=[])["value"]
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def _find(self, selector):
        return next(
            iter(self._firefox.call("WebDriver:FindElement", using="css selector", value=selector)["value"].values())
        )

    def box(self, selector):
        """Where an element is, also where no script runs."""
        return self._firefox.call("WebDriver:GetElementRect", id=self._find(selector))

    def text(self, selector):
        return self._firefox.call("WebDriver:GetElementText", id=self._find(selector))["value"]

    def middle(self, selector):
        """A point for `click`, of an element in the first screenful."""
        box = self.box(selector)
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def wait_for(self, expression, seconds=40):
        end = time.monotonic() + seconds
        while not (value := self.run(expression)):
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {expression}")
            time.sleep(0.02)
        return value

    def _act(self, kind, *steps, **more):
        actions = [{"type": kind, "id": kind, "actions": list(steps), **more}]
        self._firefox.call("WebDriver:PerformActions", actions=actions)

    def key(self, key):
        value = SPECIAL.get(key, key)
        self._act("key", {"type": "keyDown", "value": value}, {"type": "keyUp", "value": value})

    def click(self, x, y):
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        self._act("pointer", move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})

    def picture(self, path):
        data = self._firefox.call("WebDriver:TakeScreenshot", full=False)["value"]
        path.write_bytes(base64.b64decode(data))

    @property
    def complaints(self):
        """What the console would show in red or yellow about pages, not about Firefox itself."""
        return self._firefox.inside(
            "return Services.console.getMessageArray().filter(m => m instanceof Ci.nsIScriptError"
            " && !/^(chrome|resource|moz-extension):/.test(m.sourceName)"
            " && /content|CSP|DOM|Media/.test(m.category)).map(m => m.category + ': ' + m.errorMessage)"
        )
