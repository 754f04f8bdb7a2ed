"""Runs the program as a user would and measures it: time by the monotonic clock, peak memory by wait4."""
import json
import os
import re
import signal
import subprocess
import tempfile
import time


class Failed(Exception):
    """A program that ended badly, or said what it should not."""


class Ended:
    """How a child ended. `peak_bytes` is the most memory it had in use."""

    def __init__(self, code, seconds, peak_bytes, out, err):
        self.code, self.seconds, self.peak_bytes, self.out, self.err = code, seconds, peak_bytes, out, err

    def json(self):
        """The last line of standard output as a document."""
        lines = self.out.strip().splitlines()
        if not lines:
            raise Failed("nothing on standard output; standard error says: " + self.err.strip()[-400:])
        return json.loads(lines[-1])


class Child:
    """A program under way, its output in files so that no pipe can fill."""

    def __init__(self, command, cwd=None):
        self.command = [str(word) for word in command]
        self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.started = time.monotonic()
        self._process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._err, cwd=cwd)
        self.ended = None

    def poll(self):
        """How it ended, or None."""
        return self.ended or self._wait(os.WNOHANG)

    def wait(self):
        return self.ended or self._wait(0)

    def send(self, sig):
        if self.ended is None:
            os.kill(self._process.pid, sig)

    def errors(self):
        """What standard error holds by now."""
        return self._text(self._err)

    def _wait(self, options):
        pid, status, usage = os.wait4(self._process.pid, options)
        if pid == 0:
            return None
        seconds = time.monotonic() - self.started
        code = os.waitstatus_to_exitcode(status)
        self._process.returncode = code
        self.ended = Ended(code, seconds, usage.ru_maxrss * 1024, self._text(self._out), self._text(self._err))
        self._out.close()
        self._err.close()
        return self.ended

    @staticmethod
    def _text(file):
        size = os.fstat(file.fileno()).st_size
        return os.pread(file.fileno(), size, 0).decode("utf-8", "replace")


def run(command, cwd=None):
    """Runs to the end; anything but success is `Failed`."""
    ended = Child(command, cwd).wait()
    if ended.code != 0:
        raise Failed(f"{' '.join(map(str, command))} ended with {ended.code}: {ended.err.strip()[-600:] or ended.out.strip()[-600:]}")
    return ended


class Carrier:
    """`dunlin carrier` on a free port. `journal` gets a line for every text taken."""

    def __init__(self, binary, journal, receipt_delay_ms=50, seed=1, more=()):
        self.child = Child(
            [binary, "carrier", "--port", "0", "--json", "--seed", seed, "--receipt-delay", receipt_delay_ms,
             "--journal", journal, *more])
        self.port = self._port()

    def _port(self):
        while True:
            said = re.search(r"listening on [0-9.]+:(\d+)", self.child.errors())
            if said:
                return int(said.group(1))
            ended = self.child.poll()
            if ended or time.monotonic() - self.child.started > 20:
                said = ended.err if ended else self.child.errors()
                raise Failed("the carrier simulator did not start: " + said.strip()[-400:])
            time.sleep(0.01)

    def stop(self):
        """Its counts, and how it ended."""
        self.child.send(signal.SIGINT)
        ended = self.child.wait()
        return ended.json(), ended

    def kill(self):
        self.child.send(signal.SIGKILL)
        self.child.wait()


def lender_folder(binary, folder, port, short_texts=False):
    """`dunlin init`, its route changed to this port and to no pace limit; returns the settings file.

    `short_texts`: the first portfolio is a lender's own, which needs no collector's disclosure, and its texts fit one segment.
    """
    run([binary, "init", folder])
    edit(os.path.join(folder, "routes.yaml"), [(r"port: \d+", f"port: {port}"), (r"messages_per_second: \d+", "messages_per_second: 0")])
    settings = os.path.join(folder, "dunlin.yaml")
    if short_texts:
        edit(settings, [(r"role: third_party_collector", "role: lender"), (r"en: pay at [^\n]*", "en: pay in the app")])
    return settings


def cmpp_route(folder, port):
    """The lender's one route leads over CMPP 3.0 to this port, with the window that the specification recommends."""
    with open(os.path.join(folder, "routes.yaml"), "w", encoding="utf-8") as file:
        file.write(f"""\
routes:
  simulator:
    protocol: cmpp
    host: 127.0.0.1
    port: {port}
    sp_id: "901234"
    password_env: DUNLIN_SIMULATOR_PASSWORD
    sender: "10690000"
    simulator: true
""")


def edit(path, changes):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for pattern, replacement in changes:
        text, found = re.subn(pattern, replacement, text)
        if not found:
            raise Failed(f"{path} has nothing like {pattern}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def shares_the_cores():
    """How many cores there are and how busy they are with other work."""
    load = os.getloadavg()
    return f"{os.cpu_count()} cores, load average {load[0]:.1f} {load[1]:.1f} {load[2]:.1f} when this began"
