#!/usr/bin/env python3
"""Verifies a Dunlin evidence export without Dunlin.

    verify_evidence.py EXPORT.json VERIFIER-KEY

Written from the public specifications (RFC 6962, RFC 8032, C2SP signed-note and tlog-checkpoint) and from the format
described in Documentation; it shares no code with Dunlin and needs nothing but Python 3.8. Where the package
`cryptography` is installed, Ed25519 is checked with it, else with the arithmetic below.

Prints a summary and exits 0, or prints the first fault and exits 1.
"""

import base64
import hashlib
import json
import sys

FORMAT = "dunlin-evidence/1"


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
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


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


def read_key(text):
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Fault("the verifier key is not written name+hash+key")
    name, digest, key = parts[0], parts[1], unbase64(parts[2], "the verifier key")
    if len(key) != 33 or key[0] != 1:
        raise Fault("the verifier key is not an Ed25519 key")
    identity = sha256(name.encode("utf-8") + b"\n" + key)[:4]
    if identity.hex() != digest:
        raise Fault("the verifier key's hash does not belong to it")
    return name, identity, key[1:]


def read_checkpoint(note, key):
    name, identity, public = key
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise Fault("checkpoint: it is not a signed note")
    text += "\n"
    found = False
    for line in signatures[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Fault("checkpoint: a signature line is malformed")
        signature = unbase64(parts[2], "checkpoint: a signature")
        if parts[1] == name and signature[:4] == identity:
            if not verify_signature(public, text.encode("utf-8"), signature[4:]):
                raise Fault("checkpoint: the signature does not fit the text")
            found = True
    if not found:
        raise Fault("checkpoint: it bears no signature by the key")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or lines[0] != name or not lines[1].isdigit():
        raise Fault("checkpoint: origin, size and root are not as they should be")
    return int(lines[1]), unbase64(lines[2], "checkpoint: the root")


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


def verify(data, key_text):
    key = read_key(key_text)
    try:
        document = json.loads(data.decode("utf-8"))
        header = {name: document[name] for name in ("borrower", "checkpoint", "format", "portfolio")}
        leaves = document["leaves"]
    except (ValueError, KeyError, TypeError):
        raise Fault("the file is not an evidence export")
    if header["format"] != FORMAT:
        raise Fault("the format is not " + FORMAT)
    # The file has one spelling: a header, one line a leaf, an end.
    head = canonical({name: header[name] for name in ("borrower", "checkpoint", "format")})[:-1] + b',"leaves":[\n'
    end = b'\n],"portfolio":' + canonical(header["portfolio"]) + b"}\n"
    if head + b",\n".join(canonical(leaf) for leaf in leaves) + end != data:
        raise Fault("the file is not in canonical form")
    if not leaves:
        raise Fault("the file holds no leaf")
    size, root = read_checkpoint(header["checkpoint"], key)
    index, kinds = -1, {}
    for number, leaf in enumerate(leaves, 1):
        try:
            index, kind = check_leaf(leaf, number, index, size, root, header["borrower"], header["portfolio"])
        except Fault as fault:
            raise Fault("leaf %d: %s" % (number, fault))
        except (KeyError, TypeError, AttributeError):
            raise Fault("leaf %d: a field is missing or of the wrong type" % number)
        kinds[kind] = kinds.get(kind, 0) + 1
    return {"log": key[0], "size": size, "root": root.hex(), "leaves": len(leaves), "kinds": kinds}


def main(arguments):
    if len(arguments) != 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        with open(arguments[1], "rb") as file:
            report = verify(file.read(), arguments[2])
    except (Fault, OSError) as fault:
        print("NOT VERIFIED: %s" % fault)
        return 1
    print("VERIFIED: " + json.dumps(report, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
