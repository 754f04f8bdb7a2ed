#!/usr/bin/env python3
"""Verifies a Dunlin evidence export without Dunlin.

    verify_evidence.py EXPORT.json VERIFIER-KEY [--witness VERIFIER-KEY]... [--timestamps CERTIFICATES.pem]...

Every witness that is named must have cosigned the checkpoint; for every file of certificates there must be a time-stamp
that stands under one of them.

Written from the public specifications (RFC 6962, RFC 8032, C2SP signed-note, tlog-checkpoint and tlog-cosignature) and
from the format described in Documentation; it shares no code with Dunlin and needs nothing but Python 3.8. Where the
package `cryptography` is installed, Ed25519 is checked with it, else with the arithmetic below. Time-stamps (RFC 3161) are
checked by the program `openssl`.

Prints a summary and exits 0, or prints the first fault and exits 1.
"""

import base64
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile

# The first form has no time-stamps, and nothing that shows that no leaf came after its last; the second has no law packs,
# and its leaves tell every rule in full.
OPEN_FORMAT, CLOSED_FORMAT, FORMAT = "dunlin-evidence/1", "dunlin-evidence/2", "dunlin-evidence/3"

MOST_PACKS, LONGEST_PACK = 4096, 1 << 20


class Fault(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text, what):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, AttributeError):
        raise Fault(what + " is not Base64")
    if base64.b64encode(data).decode("ascii") != text:
        raise Fault(what + " is not canonical Base64")
    return data


def canonical(value):
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Fault("the file holds what is no text")


# Ed25519 (RFC 8032, section 5.1), for verification only.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= 2**255 - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0])
    f = (a[1] + a[0]) * (b[1] + b[0])
    g = 2 * a[3] * b[3] * D
    h = 2 * a[2] * b[2]
    s, t, u, v = f - e, h - g, h + g, f + e
    return (s * t % P, u * v % P, t * u % P, s * v % P)


def multiply(n, q):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, q)
        q = add(q, q)
        n >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def verify_arithmetic(public, text, signature):
    if len(signature) != 64:
        return False
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def verify_signature(public, text, signature):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return verify_arithmetic(public, text, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
        return True
    except (InvalidSignature, ValueError):
        return False


# Signed notes and checkpoints.


def read_key(text, kind=1):
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Fault("the verifier key is not written name+hash+key")
    name, digest, key = parts[0], parts[1], unbase64(parts[2], "the verifier key")
    if len(key) != 33 or key[0] != kind:
        raise Fault("the verifier key is not an Ed25519 key of kind %d" % kind)
    identity = sha256(name.encode("utf-8") + b"\n" + key)[:4]
    if identity.hex() != digest:
        raise Fault("the verifier key's hash does not belong to it")
    return name, identity, key[1:]


def read_note(note):
    """The signed text, and (name, key's hash, signature) of every line below it."""
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise Fault("checkpoint: it is not a signed note")
    signatures = []
    for line in lines[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Fault("checkpoint: a signature line is malformed")
        signature = unbase64(parts[2], "checkpoint: a signature")
        signatures.append((parts[1], signature[:4], signature[4:]))
    return text + "\n", signatures


def signatures_by(key, signatures):
    found = [signature for name, identity, signature in signatures if (name, identity) == key[:2]]
    if not found:
        raise Fault("checkpoint: it bears no signature by %s" % key[0])
    return found


def read_checkpoint(text, signatures, key):
    for signature in signatures_by(key, signatures):
        if not verify_signature(key[2], text.encode("utf-8"), signature):
            raise Fault("checkpoint: the signature does not fit the text")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or lines[0] != key[0] or not lines[1].isdigit():
        raise Fault("checkpoint: origin, size and root are not as they should be")
    return int(lines[1]), unbase64(lines[2], "checkpoint: the root")


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_cosignature(text, signatures, witness):
    """When the witness signed, by its own clock."""
    times = []
    for signature in signatures_by(witness, signatures):
        seconds = int.from_bytes(signature[:8], "big")
        message = "cosignature/v1\ntime %d\n%s" % (seconds, text)
        if len(signature) != 72 or not seconds or not verify_signature(
            witness[2], message.encode("utf-8"), signature[8:]
        ):
            raise Fault("checkpoint: the cosignature by %s does not fit the text" % witness[0])
        times.append(seconds)
    return iso(max(times))


# Time-stamps, by openssl.


def openssl(*words):
    try:
        done = subprocess.run(("openssl",) + words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        raise Fault("time-stamps cannot be checked: the program openssl is not there")
    return done.returncode == 0, done.stdout.decode("utf-8", "replace")


def read_time_stamp(text, token, certificates):
    """The authority's time; None where the token is not sound under these certificates."""
    with tempfile.TemporaryDirectory() as folder:
        data, path = os.path.join(folder, "text"), os.path.join(folder, "token")
        with open(data, "wb") as file:
            file.write(text.encode("utf-8"))
        with open(path, "wb") as file:
            file.write(token)
        shown, words = openssl("ts", "-reply", "-in", path, "-token_in", "-text")
        times = [line.partition(":")[2].strip() for line in words.splitlines() if line.startswith("Time stamp:")]
        if not shown or len(times) != 1:
            return None
        moment = datetime.datetime.strptime(times[0].split(".")[0].replace(" GMT", ""), "%b %d %H:%M:%S %Y")
        seconds = int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())
        sound, _ = openssl(
            "ts", "-verify", "-data", data, "-in", path, "-token_in", "-CAfile", certificates, "-partial_chain",
            "-attime", str(seconds))
        return iso(seconds) if sound else None


def check_time_stamps(text, stamps, anchors):
    dated = []
    for certificates in anchors:
        found = None
        for stamp in stamps:
            time = read_time_stamp(text, unbase64(stamp["token"], "time-stamp"), certificates)
            if time and not found:
                found = {"authority": stamp["authority"], "at": time}
        if not found:
            raise Fault("time-stamp: none of %d is sound under %s" % (len(stamps), os.path.basename(certificates)))
        dated.append(found)
    return dated


# The tree.


def root_from_proof(index, size, leaf_hash, proof):
    """Walks down from the whole tree to learn on which side each sibling stands, then hashes upwards."""
    sides, low, high = [], 0, size
    while high - low > 1:
        split = 1
        while split * 2 < high - low:
            split *= 2
        if index < low + split:
            sides.append("right")
            high = low + split
        else:
            sides.append("left")
            low += split
    if len(sides) != len(proof):
        raise Fault("the inclusion proof has the wrong length")
    value = leaf_hash
    for side, sibling in zip(reversed(sides), proof):
        value = sha256(b"\x01" + (value + sibling if side == "right" else sibling + value))
    return value


def check_leaf(leaf, number, previous, size, root, borrower, portfolio):
    if sorted(leaf) != ["content", "index", "leaf", "proof", "salt"] or not isinstance(leaf["index"], int):
        raise Fault("its fields are not as they should be")
    index, data, salt = leaf["index"], unbase64(leaf["leaf"], "leaf"), unbase64(leaf["salt"], "salt")
    proof = [unbase64(item, "proof") for item in leaf["proof"]]
    if not previous < index < size:
        raise Fault("its index is out of order")
    if root_from_proof(index, size, sha256(b"\x00" + data), proof) != root:
        raise Fault("its bytes, index and proof do not lead to the checkpoint's root")
    if len(data) < 58 or data[0] != 1 or len(data) < 58 + data[57] or len(salt) != 16:
        raise Fault("the leaf is not laid out as it should be")
    at_ms = int.from_bytes(data[17:25], "big", signed=True)
    kind = data[58 : 58 + data[57]].decode("ascii", "replace")
    content = leaf["content"]
    if sha256(salt + canonical(content)) != data[25:57]:
        raise Fault("the content is not what the leaf commits to")
    if content["at"] != at_ms or content["kind"] != kind:
        raise Fault("kind or time of the content is not the leaf's")
    if content["borrower"] != borrower or content["portfolio"] != portfolio:
        raise Fault("it tells of another borrower than the file's")
    if content["number"] != number:
        raise Fault("its number is %s: a leaf is missing or out of order" % content["number"])
    return index, kind


class Closing:
    """What a leaf that closes an export must say: how many leaves there are, and which came before it."""

    def __init__(self):
        self.hashes, self.count = hashlib.sha256(), 0

    def take(self, leaf, kind):
        """Whether the leaf closes the list."""
        data = unbase64(leaf["leaf"], "leaf")
        if kind == "export":
            record = leaf["content"]["record"]
            if (record.get("leaves"), record.get("digest")) != (self.count + 1, self.hashes.hexdigest()):
                raise Fault("it closes another list of leaves than the file's")
        self.hashes.update(sha256(b"\x00" + data))
        self.count += 1
        return kind == "export"


class Packs:
    """The law packs that leaves name. A leaf with `allowed` tells of rules by name: the texts of its packs must be there."""

    def __init__(self, form):
        self.form, self.names, self.needed = form, set(), {}

    def take(self, record):
        allowed, packs = record.get("allowed"), record.get("packs")
        if allowed is not None and self.form != FORMAT:
            raise Fault("it tells of rules by name, and a file of this form does not hold their packs")
        for name, value in (("allowed", allowed), ("packs", packs)):
            if name in record and not isinstance(value, list):
                raise Fault("the field %s is not a list" % name)
        if packs is None:
            if allowed is not None:
                raise Fault("it names rules that allowed, and no packs")
            return
        keys = set()
        for pack in packs:
            key, version, digest = pack["key"], pack["version"], pack["hash"]
            if (key, digest) == ("engine", ""):
                continue
            if not all(isinstance(word, str) for word in (key, version, digest)):
                raise Fault("a pack is not named as it should be")
            if len(digest) != 64 or digest.strip("0123456789abcdef"):
                raise Fault("a pack's hash is not SHA-256 in hexadecimal")
            keys.add(key)
            self.names.add((key, version, digest))
            self.needed[digest] = self.needed.get(digest, False) or allowed is not None
        for rule in allowed or []:
            if rule.partition("/")[0] not in keys:
                raise Fault("a rule that allowed is of no pack that it names")

    def check(self, packs):
        """Every pack that is named and no other, each with the text of its hash, in order."""
        if self.form != FORMAT:
            return
        if not isinstance(packs, list) or len(packs) > MOST_PACKS:
            raise Fault("the packs are not a list of %d at most" % MOST_PACKS)
        last, rest = "", dict(self.needed)
        for pack in packs:
            if not isinstance(pack, dict) or sorted(pack) != ["hash", "text"] or not isinstance(pack["hash"], str):
                raise Fault("a pack lacks its hash or text")
            digest, text = pack["hash"], pack["text"]
            if digest <= last:
                raise Fault("pack %s: it comes twice or out of order" % digest)
            last = digest
            if text is not None:
                data = text.encode("utf-8") if isinstance(text, str) else b""
                if len(data) > LONGEST_PACK or sha256(data).hex() != digest:
                    raise Fault("pack %s: the text is not what the hash says, or too long" % digest)
            if digest not in rest:
                raise Fault("pack %s: no leaf names it" % digest)
            if rest.pop(digest) and text is None:
                raise Fault("pack %s: its text is missing, and a leaf tells of its rules by name" % digest)
        for digest in sorted(rest):
            raise Fault("pack %s: a leaf names it, and the file does not hold it" % digest)

    def report(self, packs):
        lengths = {pack["hash"]: len(pack["text"].encode("utf-8")) for pack in packs if pack["text"] is not None}
        return [
            {"key": key, "version": version, "hash": digest, "bytes": lengths.get(digest)}
            for key, version, digest in sorted(self.names)
        ]


def verify(data, key_text, witness_texts=(), anchors=()):
    key = read_key(key_text)
    witnesses = [read_key(text, 4) for text in witness_texts]
    try:
        document = json.loads(data.decode("utf-8"))
        header = {name: document[name] for name in ("borrower", "checkpoint", "format", "portfolio")}
        leaves = document["leaves"]
        stamps = document["time_stamps"] if header["format"] in (CLOSED_FORMAT, FORMAT) else []
        packs = document["packs"] if header["format"] == FORMAT else []
    except (ValueError, KeyError, TypeError):
        raise Fault("the file is not an evidence export")
    if header["format"] not in (OPEN_FORMAT, CLOSED_FORMAT, FORMAT):
        raise Fault("the format is not " + FORMAT)
    # The file has one spelling: a header, one line a leaf, an end.
    head = canonical({name: header[name] for name in ("borrower", "checkpoint", "format")})[:-1] + b',"leaves":[\n'
    end = b"\n],"
    if header["format"] == FORMAT:
        end += b'"packs":' + canonical(packs) + b","
    end += b'"portfolio":' + canonical(header["portfolio"])
    if header["format"] != OPEN_FORMAT:
        end += b',"time_stamps":' + canonical(stamps)
    if head + b",\n".join(canonical(leaf) for leaf in leaves) + end + b"}\n" != data:
        raise Fault("the file is not in canonical form")
    if not leaves:
        raise Fault("the file holds no leaf")
    text, signatures = read_note(header["checkpoint"])
    size, root = read_checkpoint(text, signatures, key)
    cosigned = {witness[0]: read_cosignature(text, signatures, witness) for witness in witnesses}
    index, kinds, closing, closed, named = -1, {}, Closing(), False, Packs(header["format"])
    for number, leaf in enumerate(leaves, 1):
        try:
            index, kind = check_leaf(leaf, number, index, size, root, header["borrower"], header["portfolio"])
            closed = closing.take(leaf, kind)
            named.take(leaf["content"]["record"])
        except Fault as fault:
            raise Fault("leaf %d: %s" % (number, fault))
        except (KeyError, TypeError, AttributeError):
            raise Fault("leaf %d: a field is missing or of the wrong type" % number)
        kinds[kind] = kinds.get(kind, 0) + 1
    if header["format"] != OPEN_FORMAT and not closed:
        raise Fault("the last leaf is not one that closes an export")
    named.check(packs)
    return {
        "log": key[0],
        "size": size,
        "root": root.hex(),
        "leaves": len(leaves),
        "closed": closed,
        "kinds": kinds,
        "packs": named.report(packs),
        "cosigned": cosigned,
        "time_stamps": check_time_stamps(text, stamps, anchors),
    }


def main(arguments):
    words, named = [], {"--witness": [], "--timestamps": []}
    rest = iter(arguments[1:])
    for word in rest:
        if word in named:
            named[word].append(next(rest, ""))
        else:
            words.append(word)
    if len(words) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        with open(words[0], "rb") as file:
            report = verify(file.read(), words[1], named["--witness"], named["--timestamps"])
    except (Fault, OSError) as fault:
        print("NOT VERIFIED: %s" % fault)
        return 1
    print("VERIFIED: " + json.dumps(report, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
