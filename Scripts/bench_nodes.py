"""Sending over PostgreSQL by one node and by two, everything durable: part of Scripts/bench."""
import os
import shutil
import statistics

import children
import postgres
import sample_book

BINDS = 4


def measure(binary, folder, messages, runs, import_book, say):
    """Rates of one node and of two, run by run side by side: [(one, two)]. Fails where a message was said twice or not at all."""
    book, home = os.path.join(folder, "book-nodes"), os.path.join(folder, "home-nodes")
    sample_book.write(book, messages)
    server = postgres.Server(*postgres.LARGE)
    before = os.environ.get("DUNLIN_DATABASE")
    try:
        os.environ["DUNLIN_DATABASE"] = server.create("imported")
        import_book(book, home)
        rates = []
        for run in range(runs):
            pair = []
            for nodes in (1, 2):
                say(f"  sending {messages:,} messages over PostgreSQL, {nodes} node(s), run {run + 1}")
                os.environ["DUNLIN_DATABASE"] = server.create("run", template="imported")
                pair.append(_send(binary, folder, home, server, messages, nodes))
                server.drop("run")
            rates.append(tuple(pair))
        return rates
    finally:
        if before is None:
            os.environ.pop("DUNLIN_DATABASE", None)
        else:
            os.environ["DUNLIN_DATABASE"] = before
        server.end()
        shutil.rmtree(home, ignore_errors=True)


def _send(binary, folder, imported, server, messages, nodes):
    work = os.path.join(folder, "nodes-run")
    os.mkdir(work)
    homes = [os.path.join(work, f"node{number}") for number in range(nodes)]
    for home in homes:
        shutil.copytree(os.path.join(imported, "keys"), os.path.join(home, "keys"))
        os.chmod(home, 0o700)
    carrier = children.Carrier(binary, os.path.join(work, "journal.tsv"), receipt_delay_ms=20)
    try:
        settings = children.lender_folder(binary, os.path.join(work, "lender"), carrier.port, short_texts=True)
        children.edit(os.path.join(work, "lender", "routes.yaml"), [(r"binds: \d+", f"binds: {BINDS}")])
        children.run([binary, "plan", "--home", homes[0], "--config", settings, "--now", sample_book.SEND_AT, "--json"])
        senders = [
            children.Child([binary, "send", "--home", home, "--config", settings, "--now", sample_book.SEND_AT, "--json"]) for home in homes]
        for sender in senders:
            if sender.wait().code != 0:
                raise children.Failed(f"send ended with {sender.ended.code}: {sender.ended.err.strip()[-400:]}")
        counts, _ = carrier.stop()
    finally:
        carrier.kill()
    delivered = int(server.sql("SELECT count(*) FROM message WHERE state = 6", "run")[0][0])
    segments = int(server.sql("SELECT count(*) FROM segment", "run")[0][0])
    if delivered != messages or counts["accepted"] != segments:
        raise children.Failed(f"of {messages} messages {delivered} were delivered; the carrier took {counts['accepted']} of {segments} segments")
    seconds = float(server.sql("SELECT (max(final_ms) - min(written_ms)) / 1000.0 FROM attempt", "run")[0][0])
    shutil.rmtree(work)
    return messages / seconds


def ratio(rates):
    return statistics.median(two / one for one, two in rates)
