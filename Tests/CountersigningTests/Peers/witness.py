#!/usr/bin/env python3
"""A witness for tests, written from https://c2sp.org/tlog-witness and RFC 6962 and sharing no code with Dunlin.

    witness.py STATE-FILE NAME SEED-BYTE LOG-NAME LOG-PUBLIC-KEY-IN-BASE64

Prints its verifier key and its address, a line each. It keeps the latest checkpoint of the one log in STATE-FILE, as a
witness must, so that another process of the same arguments goes on from there. Ed25519 is signed and verified by openssl.
"""
import base64
import hashlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

PREFIX_PRIVATE = bytes.fromhex("302e020100300506032b657004220420")
PREFIX_PUBLIC = bytes.fromhex("302a300506032b6570032100")


def openssl(arguments, files):
    """Runs openssl with bytes as files; a file named out is read back."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, data in files.items():
            paths[name] = os.path.join(folder, name)
            with open(paths[name], "wb") as file:
                file.write(data)
        paths["out"] = os.path.join(folder, "out")
        words = ["openssl"] + [paths.get(word[1:], word) if word.startswith("@") else word for word in arguments]
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = b""
        if os.path.exists(paths["out"]):
            with open(paths["out"], "rb") as file:
                out = file.read()
        return done.returncode == 0, out


def sign(seed, message):
    ok, out = openssl(
        ["pkeyutl", "-sign", "-rawin", "-inkey", "@key", "-keyform", "DER", "-in", "@message", "-out", "@out"],
        {"key": PREFIX_PRIVATE + seed, "message": message})
    assert ok and len(out) == 64
    return out


def public_key(seed):
    ok, out = openssl(
        ["pkey", "-in", "@key", "-inform", "DER", "-pubout", "-outform", "DER", "-out", "@out"],
        {"key": PREFIX_PRIVATE + seed})
    assert ok
    return out[-32:]


def verifies(public, message, signature):
    return openssl(
        ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "@key", "-keyform", "DER", "-in", "@message",
         "-sigfile", "@signature"],
        {"key": PREFIX_PUBLIC + public, "message": message, "signature": signature})[0]


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def proves(old, new, old_root, new_root, proof):
    """RFC 6962 section 2.1.2, by the recursion of SUBPROOF itself."""
    rest = list(proof)

    def sub(size, m, whole):
        """Roots of the old and the new tree over a subtree of `size` leaves of which `m` are old."""
        if m == size:
            if whole:
                return old_root, old_root
            value = rest.pop()
            return value, value
        k = 1
        while k * 2 < size:
            k *= 2
        # The recursion reads the proof from its end, where the outermost node stands.
        if m <= k:
            right = rest.pop()
            left_old, left_new = sub(k, m, whole)
            return left_old, node(left_new, right)
        left = rest.pop()
        right_old, right_new = sub(size - k, m - k, False)
        return node(left, right_old), node(left, right_new)

    try:
        found = sub(new, old, True)
    except IndexError:
        return False
    return not rest and found == (old_root, new_root)


class Witness:
    def __init__(self, state, name, seed, log_name, log_key):
        self.state, self.name, self.seed = state, name, bytes([seed]) * 32
        self.log_name, self.log_key = log_name, log_key
        self.public = public_key(self.seed)
        self.lock = threading.Lock()

    def verifier_key(self):
        encoded = base64.b64encode(b"\x04" + self.public).decode()
        return "%s+%s+%s" % (self.name, key_id(self.name, 4, self.public).hex(), encoded)

    def latest(self):
        if not os.path.exists(self.state):
            return 0, None
        with open(self.state) as file:
            kept = json.load(file)
        return kept["size"], base64.b64decode(kept["root"])

    def add(self, body):
        """Status, content type and body of the answer."""
        head, blank, note = body.partition(b"\n\n")
        lines = head.decode("ascii").split("\n")
        if not blank or not lines[0].startswith("old ") or len(lines) > 64:
            return 400, None, b""
        old = int(lines[0][4:])
        if str(old) != lines[0][4:]:
            return 400, None, b""
        proof = [base64.b64decode(line, validate=True) for line in lines[1:]]
        text, blank, signatures = note.rpartition(b"\n\n")
        text += b"\n"
        fields = text.decode().split("\n")
        if not blank or len(fields) < 4 or str(int(fields[1])) != fields[1]:
            return 400, None, b""
        size, root = int(fields[1]), base64.b64decode(fields[2], validate=True)
        if fields[0] != self.log_name:
            return 404, None, b""
        if not self.is_signed(text, signatures.decode()):
            return 403, None, b""
        if old > size:
            return 400, None, b""
        with self.lock:
            known, known_root = self.latest()
            if old != known:
                return 409, "text/x.tlog.size", b"%d\n" % known
            if old == 0:
                good = not proof and (size > 0 or root == hashlib.sha256(b"").digest())
            elif old == size:
                good = not proof and root == known_root
            else:
                good = proves(old, size, known_root, root, proof)
            if not good:
                return 422, None, b""
            with open(self.state + ".new", "w") as file:
                json.dump({"size": size, "root": base64.b64encode(root).decode()}, file)
            os.replace(self.state + ".new", self.state)
        now = int(time.time())
        signature = sign(self.seed, b"cosignature/v1\ntime %d\n" % now + text)
        line = key_id(self.name, 4, self.public) + now.to_bytes(8, "big") + signature
        other = "\u2014 other.example/w AAAAAQAAAAAAAAAB\n"
        return 200, None, (other + "\u2014 %s %s\n" % (self.name, base64.b64encode(line).decode())).encode()

    def is_signed(self, text, signatures):
        for line in signatures.splitlines():
            dash, name, value = line.split(" ")
            data = base64.b64decode(value)
            if name == self.log_name and data[:4] == key_id(name, 1, self.log_key):
                return verifies(self.log_key, text, data[4:])
        return False


def main():
    state, name, seed, log_name, log_key = sys.argv[1:]
    witness = Witness(state, name, int(seed), log_name, base64.b64decode(log_key))

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            try:
                status, kind, answer = witness.add(body) if self.path == "/w/add-checkpoint" else (404, None, b"")
            except ValueError:
                status, kind, answer = 400, None, b""
            self.send_response(status)
            if kind:
                self.send_header("content-type", kind)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(witness.verifier_key())
    print("http://127.0.0.1:%d/w" % server.server_port, flush=True)
    server.serve_forever()


main()
