"""A PostgreSQL server of a script's own, with everything on disk as in production."""
import os
import subprocess

import children

HERE = os.path.dirname(os.path.abspath(__file__))
#: What anybody who runs a server for this sets first; the rest is as PostgreSQL comes.
LARGE = ["shared_buffers=1GB", "max_wal_size=8GB"]


class Server:
    def __init__(self, *settings):
        self._process = subprocess.Popen(
            [os.path.join(HERE, "postgres-server"), "fsync=on", "full_page_writes=on", *settings], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        words = self._process.stdout.readline().split()
        if len(words) != 3 or words[0] != "ready":
            raise children.Failed("the PostgreSQL server did not start (make setup installs it)")
        self.folder, self.port = words[1], words[2]

    def tell(self, words):
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def create(self, database, template=None):
        """A new database, empty or a copy, whatever was there before; returns its URL."""
        self.drop(database)
        self.sql(f"CREATE DATABASE {database}" + (f" TEMPLATE {template}" if template else ""), "postgres")
        return f"postgres://dunlin@127.0.0.1:{self.port}/{database}"

    def drop(self, database):
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", "postgres")

    def sql(self, text, database):
        """The rows of the result, as texts."""
        ended = subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", self.port, "-U", "dunlin", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", text, database],
            capture_output=True, text=True)
        if ended.returncode != 0:
            raise children.Failed("psql: " + ended.stderr.strip()[-300:])
        return [line.split("\t") for line in ended.stdout.splitlines()]

    def end(self):
        self._process.stdin.close()
        self._process.wait()
