#!/usr/bin/env python3
"""Turns the conformance cases of a cel-spec checkout into the neutral JSON that Dunlin's suites read.

usage: Tools/cel_conformance.py CHECKOUT OUTPUT.json

CHECKOUT is a clone of https://github.com/google/cel-spec; its cases stay out of this repository. Then:

    DUNLIN_CEL_SPEC=OUTPUT.json swift test --filter CELConformanceTests
"""

import json
import pathlib
import re
import sys

TOKEN = re.compile(
    r"""(?P<space>[\s,;]+|\#[^\n]*)
      |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |(?P<extension>\[[A-Za-z0-9_./]+\])
      |(?P<word>[-+]?[A-Za-z0-9_.][-+A-Za-z0-9_.]*)
      |(?P<sign>[{}<>:\[\]-])""",
    re.X | re.S,
)
ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.S)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def unescaped(match):
    body = match.group(1)
    if body[:1] == b"x":
        return bytes([int(body[1:], 16)])
    if body[:1] in (b"u", b"U") and len(body) > 1:
        return chr(int(body[1:], 16)).encode("utf-8", "surrogatepass")
    if body[:1].isdigit():
        return bytes([int(body, 8) & 255])
    return LETTERS.get(body, body)


class Reader:
    """Protocol buffers' text format, as far as the cases use it: a message is a list of (field, value)."""

    def __init__(self, text):
        self.tokens = [m for m in TOKEN.finditer(text) if m.lastgroup != "space"]
        covered = sum(m.end() - m.start() for m in TOKEN.finditer(text))
        if covered != len(text):
            raise SystemExit("a character of the text format is not known")
        self.index = 0

    def peek(self):
        return self.tokens[self.index].group() if self.index < len(self.tokens) else None

    def take(self):
        self.index += 1
        return self.tokens[self.index - 1].group()

    def message(self, end=None):
        fields = []
        while self.peek() != end:
            name = self.take()
            if self.peek() == ":":
                self.take()
            fields += [(name, value) for value in self.values()]
        if end:
            self.take()
        return fields

    def values(self):
        if self.peek() == "[":
            self.take()
            items = []
            while self.peek() != "]":
                items += self.values()
            self.take()
            return items
        if self.peek() in ("{", "<"):
            return [self.message("}" if self.take() == "{" else ">")]
        if self.peek()[0] in "\"'":
            data = b""
            while self.peek() and self.peek()[0] in "\"'":
                data += ESCAPE.sub(unescaped, self.take()[1:-1].encode())
            return [data]
        return [self.take()]


def one(message, name, otherwise=None):
    return next((value for field, value in message if field == name), otherwise)


def every(message, name):
    return [value for field, value in message if field == name]


def text(value):
    return value.decode() if isinstance(value, bytes) else value


class Unsupported(Exception):
    pass


def value(message):
    if not message:
        return {"null": True}
    kind, content = message[0]
    if kind == "null_value":
        return {"null": True}
    if kind == "bool_value":
        return {"bool": content == "true"}
    if kind in ("int64_value", "uint64_value"):
        return {kind[:-8]: str(int(content, 0))}
    if kind == "double_value":
        number = {"inf": "inf", "infinity": "inf", "-inf": "-inf", "-infinity": "-inf", "nan": "nan"}
        return {"double": number.get(content.lower(), content)}
    if kind == "string_value":
        return {"string": content.decode()}
    if kind == "bytes_value":
        return {"bytes": list(content)}
    if kind == "type_value":
        return {"type": content.decode()}
    if kind == "list_value":
        return {"list": [value(item) for item in every(content, "values")]}
    if kind == "map_value":
        entries = every(content, "entries")
        return {"map": [[value(one(entry, "key")), value(one(entry, "value"))] for entry in entries]}
    if kind == "object_value":
        name, body = content[0]
        for kind in ("Duration", "Timestamp"):
            if name.endswith("google.protobuf." + kind + "]"):
                return {kind.lower(): [one(body, "seconds", "0"), one(body, "nanos", "0")]}
    raise Unsupported("protocol buffer messages")


def type_of(message):
    kind, content = message[0]
    if kind == "primitive":
        return {"BOOL": "bool", "INT64": "int", "UINT64": "uint", "DOUBLE": "double", "STRING": "string", "BYTES": "bytes"}[content]
    if kind == "null":
        return "null"
    if kind == "dyn":
        return "dyn"
    if kind == "list_type":
        return ["list", type_of(one(content, "elem_type", [("dyn", [])]))]
    if kind == "map_type":
        return ["map", type_of(one(content, "key_type")), type_of(one(content, "value_type"))]
    if kind == "well_known":
        return {"TIMESTAMP": "timestamp", "DURATION": "duration", "ANY": "dyn"}[content]
    if kind == "message_type":
        name = content.decode()
        if name in ("google.protobuf.Duration", "google.protobuf.Timestamp"):
            return name.rsplit(".", 1)[1].lower()
    if kind == "type":
        return "type"
    raise Unsupported("protocol buffer messages")


def case(file, section, test):
    result = {"file": file, "section": text(one(section, "name")), "name": text(one(test, "name"))}
    result["expression"] = text(one(test, "expr"))
    result["unchecked"] = one(test, "disable_check") == "true"
    result["checkOnly"] = one(test, "check_only") == "true"
    try:
        result["names"] = [
            [text(one(entry, "name")), type_of(one(one(entry, "ident"), "type"))]
            for entry in every(test, "type_env")
            if one(entry, "ident")
        ]
        if any(one(entry, "function") for entry in every(test, "type_env")):
            raise Unsupported("functions that a case declares")
        bindings = every(test, "bindings")
        result["bindings"] = [[text(one(b, "key")), value(one(one(b, "value"), "value"))] for b in bindings]
        typed = one(test, "typed_result")
        if one(test, "eval_error") is not None or one(test, "any_eval_errors") is not None:
            result["error"] = True
        elif typed is not None:
            if one(typed, "result") is not None:
                result["value"] = value(one(typed, "result"))
            result["type"] = type_of(one(typed, "deduced_type"))
        elif one(test, "value") is not None:
            result["value"] = value(one(test, "value"))
        elif one(test, "unknown") is not None or one(test, "any_unknowns") is not None:
            raise Unsupported("unknown values")
        else:
            result["value"] = {"bool": True}
    except Unsupported as reason:
        result["unsupported"] = str(reason)
    return result


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    folder = pathlib.Path(sys.argv[1]) / "tests" / "simple" / "testdata"
    cases = []
    for path in sorted(folder.glob("*.textproto")):
        file = Reader(path.read_text()).message()
        for section in every(file, "section"):
            cases += [case(path.stem, section, test) for test in every(section, "test")]
    if not cases:
        raise SystemExit(f"no cases under {folder}")
    pathlib.Path(sys.argv[2]).write_text(json.dumps(cases, ensure_ascii=False, indent=0))
    print(f"{len(cases)} cases")


main()
