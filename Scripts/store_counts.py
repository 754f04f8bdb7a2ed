"""Counts of a home's database, read past the program: numbers only, nothing personal is unsealed."""
import os
import shutil
import sqlite3
import tempfile

MESSAGE_STATES = {1: "planned", 3: "held", 4: "submitted", 5: "accepted", 6: "delivered", 7: "undelivered", 8: "expired",
                  9: "unknown", 10: "failed", 11: "suppressed", 12: "superseded"}
WRITTEN = 1


class StoreCounts:
    def __init__(self, connection):
        def count(sql):
            return connection.execute(sql).fetchone()[0]

        self.states = {
            MESSAGE_STATES.get(state, str(state)): number
            for state, number in connection.execute("SELECT state, count(*) FROM message GROUP BY state")}
        self.attempts = count("SELECT count(*) FROM attempt")
        self.receipts = count("SELECT count(*) FROM receipt")
        #: Segments handed to the gateway, without an answer.
        self.open_segments = count(f"SELECT count(*) FROM segment WHERE state = {WRITTEN}")
        #: From the first attempt written to the last receipt recorded, by the clock of the run.
        first, last = connection.execute("SELECT min(written_ms), max(final_ms) FROM attempt").fetchone()
        self.sending_s = (last - first) / 1000 if last else None
        #: Rows of the book that planning could see.
        self.visible_rows = sum(count(f"SELECT count(*) FROM {name}") for name in ("borrower", "loan", "instalment", "payment"))

    @staticmethod
    def of(home):
        connection = sqlite3.connect(f"file:{os.path.join(home, 'dunlin.db')}?mode=ro", uri=True)
        try:
            return StoreCounts(connection)
        finally:
            connection.close()

    @staticmethod
    def after_a_kill(home):
        """Counts of a copy, so that the program itself finds its files as the kill left them. None when there is no schema yet."""
        with tempfile.TemporaryDirectory(prefix="dunlin-copy-") as folder:
            for name in ("dunlin.db", "dunlin.db-wal"):
                if os.path.exists(os.path.join(home, name)):
                    shutil.copy(os.path.join(home, name), folder)
            path = os.path.join(folder, "dunlin.db")
            if not os.path.exists(path):
                return None
            connection = sqlite3.connect(path)
            try:
                if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'message'").fetchone():
                    return None
                return StoreCounts(connection)
            finally:
                connection.close()
