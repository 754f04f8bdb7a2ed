"""Kannel as somebody would run it with receipts: `bearerbox` with its store, fed by Kannel's own `mtbatch`."""
import os
import shutil
import signal
import socket
import subprocess
import time

import children

BEARERBOX = "/usr/sbin/bearerbox"
TEXT = "Hello Ana, 120.50 EUR of your loan were due yesterday. Please pay by Friday."


def install():
    """None when Kannel is there; else why not. As root it is installed from Debian."""
    if os.path.exists(BEARERBOX) and shutil.which("mtbatch"):
        return None
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "Kannel is not there: sudo apt-get install kannel kannel-extras"
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    ended = subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "kannel", "kannel-extras"],
                           env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return None if ended.returncode == 0 else f"Kannel cannot be installed: {ended.stderr.strip()[-200:]}"


class Kannel:
    """One bearerbox over one bind. Its access log tells what it has sent, and which receipts it has matched."""

    def __init__(self, folder, sink_port, window, store):
        self.folder = folder
        os.makedirs(folder)
        self.log = os.path.join(folder, "access.log")
        self.box_port = _free_port()
        # A spool is a folder that has to be there; a file is made.
        location = os.path.join(folder, "store")
        if store == "spool":
            os.makedirs(location)
        settings = os.path.join(folder, "kannel.conf")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(f"""\
group = core
admin-port = {_free_port()}
admin-password = bench
smsbox-port = {self.box_port}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
access-log = "{self.log}"
store-type = {store}
store-location = "{location}"
dlr-storage = internal

group = smsbox
bearerbox-host = 127.0.0.1

group = smsc
smsc = smpp
smsc-id = sink
host = 127.0.0.1
port = {sink_port}
transceiver-mode = true
system-type = ""
smsc-username = "kannel"
smsc-password = "kannel"
max-pending-submits = {window}
""")
        self._out = open(os.path.join(folder, "bearerbox.out"), "wb")
        self._box = None
        self._bearerbox = subprocess.Popen([BEARERBOX, "-v", "3", settings], stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._out)
        self._wait_for_box_port()

    def _wait_for_box_port(self):
        until = time.monotonic() + 20
        while time.monotonic() < until and self._bearerbox.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.box_port)) == 0:
                    return
            time.sleep(0.05)
        raise children.Failed("bearerbox did not start: " + self.said())

    def said(self):
        with open(os.path.join(self.folder, "bearerbox.out"), "rb") as file:
            return file.read().decode("utf-8", "replace")[-400:]

    def send(self, messages):
        """Messages a second from the first one that bearerbox has sent to the last receipt that it has matched and logged."""
        text, receivers = os.path.join(self.folder, "text"), os.path.join(self.folder, "receivers")
        with open(text, "w", encoding="ascii") as file:
            file.write(TEXT)
        with open(receivers, "w", encoding="ascii") as file:
            file.writelines(f"86138{10_000_000 + number}\n" for number in range(messages))
        self._box = subprocess.Popen(
            ["mtbatch", "-v", "4", "-b", "127.0.0.1", "-p", str(self.box_port), "-i", "bench", "-f", "LENDER", "-D", "3",
             "-u", "http://127.0.0.1/", text, receivers], stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._out)
        return self._measured(messages)

    def _measured(self, messages):
        """`Receive DLR` stands in the log where a receipt found its message; `Sent SMS` where an answer came."""
        first, matched, rest, began = None, 0, b"", time.monotonic()
        progressed = began
        while matched < messages:
            time.sleep(0.005)
            now = time.monotonic()
            fresh = self._more()
            if fresh:
                progressed = now
                first = first or now
                lines = (rest + fresh).split(b"\n")
                rest = lines.pop()
                matched += sum(1 for line in lines if b" Receive DLR " in line)
            if self._bearerbox.poll() is not None or now - progressed > 30:
                raise children.Failed(f"Kannel stopped at {matched} of {messages} receipts: " + self.said())
        return messages / (time.monotonic() - first)

    def _more(self):
        if not hasattr(self, "_reading"):
            if not os.path.exists(self.log):
                return b""
            self._reading = open(self.log, "rb")
        return self._reading.read()

    def stop(self):
        for process in (self._box, self._bearerbox):
            if process and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._out.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
