"""A PostgreSQL server of a benchmark's own, which is on disk as a real one is (fsync on), and ends with it."""
import os
import subprocess

import children

HERE = os.path.dirname(os.path.abspath(__file__))
#: What anybody who runs a server for this sets first; the rest is as PostgreSQL comes.
SETTINGS = ["shared_buffers=1GB", "max_wal_size=8GB"]


class Server:
    def __init__(self):
        self._process = subprocess.Popen(
            [os.path.join(HERE, "postgres-server"), *SETTINGS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        words = self._process.stdout.readline().split()
        if words[:1] != ["ready"]:
            raise children.Failed("the PostgreSQL server did not start (make setup installs it)")
        self.port = int(words[2])

    def url(self, database):
        return f"postgres://dunlin@127.0.0.1:{self.port}/{database}"

    def make(self, database):
        """An empty database of that name, whatever was there before; returns its address."""
        self.run("postgres", f'DROP DATABASE IF EXISTS "{database}"', f'CREATE DATABASE "{database}" TEMPLATE template0')
        return self.url(database)

    def drop(self, database):
        self.run("postgres", f'DROP DATABASE IF EXISTS "{database}"')

    def run(self, database, *statements):
        """What the last statement answers, as text."""
        words = [word for statement in statements for word in ("-c", statement)]
        done = subprocess.run(["psql", "-XqAt", self.url(database), *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise children.Failed(f"psql: {done.stderr.strip()[-300:]}")
        return done.stdout.strip()

    def stop(self):
        self._process.stdin.close()
        self._process.wait()
