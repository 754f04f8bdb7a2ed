#!/usr/bin/env python3
"""A time-stamping authority for tests: openssl's own behind HTTP.

    authority.py FOLDER KIND

KIND: rsa, ec, or a fault: `unfit` (the signer's certificate is not for time-stamps), `stale` (gives its first answer
again and again), `refuse`, `silent`. Makes a root and the authority's certificate in FOLDER, prints its address, and
serves. `root.pem` is the root's certificate.
"""
import http.server
import os
import subprocess
import sys

CONFIG = """
[ tsa ]
default_tsa = a
[ a ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = {ess}
"""


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def key(path, kind):
    if kind == "ec":
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)
    else:
        run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)


def make(folder, kind):
    def path(name):
        return os.path.join(folder, name)

    key(path("root.key"), kind)
    run("openssl", "req", "-x509", "-new", "-key", path("root.key"), "-subj", "/CN=Test Root", "-days", "3650",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign", "-out", path("root.pem"))
    certify(path, "tsa", "critical,timeStamping", kind)
    if kind == "unfit":
        certify(path, "unfit", "critical,serverAuth", kind)
    with open(path("serial"), "w") as file:
        file.write("01\n")
    with open(path("tsa.conf"), "w") as file:
        file.write(CONFIG.format(folder=folder, ess="sha1" if kind == "ec" else "sha256"))


def certify(path, name, usage, kind):
    key(path(name + ".key"), kind)
    with open(path("extensions"), "w") as file:
        file.write("basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\n" % usage)
    run("openssl", "req", "-new", "-key", path(name + ".key"), "-subj", "/CN=Test Authority", "-out", path("csr"))
    run("openssl", "x509", "-req", "-in", path("csr"), "-CA", path("root.pem"), "-CAkey", path("root.key"),
        "-CAcreateserial", "-days", "3650", "-extfile", path("extensions"), "-out", path(name + ".pem"))


def signed_by_the_unfit(folder, reply):
    """The same content in a token of the certificate that is not for time-stamps; openssl's authority would not sign it."""
    def path(name):
        return os.path.join(folder, name)

    run("openssl", "ts", "-reply", "-in", reply, "-token_out", "-out", path("token"))
    run("openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-in", path("token"), "-out", path("content"))
    run("openssl", "cms", "-sign", "-binary", "-nodetach", "-cades", "-md", "sha256", "-econtent_type",
        "1.2.840.113549.1.9.16.1.4", "-signer", path("unfit.pem"), "-inkey", path("unfit.key"), "-in", path("content"),
        "-outform", "DER", "-out", path("unfit.token"))
    with open(path("unfit.token"), "rb") as file:
        body = bytes.fromhex("3003020100") + file.read()
    return b"\x30\x82" + len(body).to_bytes(2, "big") + body


def answer(folder, kind, query):
    with open(os.path.join(folder, "query"), "wb") as file:
        file.write(query)
    out = os.path.join(folder, "reply")
    if kind == "stale" and os.path.exists(out):
        with open(out, "rb") as file:
            return file.read()
    run("openssl", "ts", "-reply", "-config", os.path.join(folder, "tsa.conf"), "-section", "a",
        "-queryfile", os.path.join(folder, "query"), "-out", out)
    if kind == "unfit":
        return signed_by_the_unfit(folder, out)
    with open(out, "rb") as file:
        return file.read()


def main():
    folder, kind = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    make(folder, kind)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            query = self.rfile.read(int(self.headers.get("content-length", "0")))
            if kind == "silent":
                return
            if self.headers.get("content-type") != "application/timestamp-query":
                self.send_error(415)
                return
            # PKIStatusInfo: rejection, with a text.
            refusal = bytes.fromhex("301430120201023009") + b"\x0c\x07no time" + bytes.fromhex("03020520")
            reply = refusal if kind == "refuse" else answer(folder, kind, query)
            self.send_response(200)
            self.send_header("content-type", "application/timestamp-reply")
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print("http://127.0.0.1:%d/" % server.server_port, flush=True)
    server.serve_forever()


main()
