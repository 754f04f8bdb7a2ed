"""What the carrier simulator wrote down: one line for every text it took, before its answer left.

Fields, tab-separated: number, destination, `reference/total/part` or `-`, hash of the text, message id. A whole message counts once a
number, so each number must have been sent one message (see sample_book).
"""
import os
import time


class Journal:
    def __init__(self, path):
        self.path = path
        self.texts = 0
        #: Texts that came again, in words that hold no number.
        self.twice = []
        self._offset = 0
        self._rest = b""
        #: Destination to (parts in all, set of parts taken).
        self._parts = {}

    def read(self):
        """Takes in what is new; returns how many texts there are by now."""
        if os.path.exists(self.path) and os.path.getsize(self.path) > self._offset:
            with open(self.path, "rb") as file:
                file.seek(self._offset)
                data = file.read()
            self._offset += len(data)
            lines = (self._rest + data).split(b"\n")
            self._rest = lines.pop()
            for line in lines:
                self._take(line.decode("ascii"))
        return self.texts

    def settle(self):
        """Reads until nothing has come for a fifth of a second."""
        quiet_since = time.monotonic()
        last = self.read()
        while time.monotonic() - quiet_since < 0.2:
            time.sleep(0.02)
            if self.read() != last:
                last, quiet_since = self.texts, time.monotonic()

    def _take(self, line):
        number, destination, place, text = line.split("\t")[:4]
        self.texts += 1
        total, part = (1, 1) if place == "-" else tuple(map(int, place.split("/")[1:]))
        known_total, taken = self._parts.setdefault(destination, (total, {}))
        if part in taken:
            self.twice.append(f"texts {taken[part][0]} and {number}: part {part} of {total} to one number, "
                              + ("the same text" if taken[part][1] == text else "another text"))
        elif total != known_total:
            self.twice.append(f"text {number}: a message of {total} parts to a number that had one of {known_total}")
        else:
            taken[part] = (number, text)

    @property
    def destinations(self):
        return len(self._parts)

    @property
    def whole(self):
        """Numbers that were sent every part of their message."""
        return sum(len(taken) == total for total, taken in self._parts.values())
