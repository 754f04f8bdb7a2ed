"""Another ESME from elsewhere (PyPI smpp34) for the simulated carrier to serve: esme34.py PORT COUNT.

Sends COUNT short texts, waits for their receipts, unbinds, and prints what it saw as JSON.
"""

import asyncio
import json
import os
import sys

import smpp34


async def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    client = smpp34.Client("127.0.0.1", port, "elsewhere", "secret")
    smsc = await client.connect()
    answers, receipts = [], []

    async def listen():
        while len(receipts) < count:
            event = await smsc.next()
            if isinstance(event, smpp34.DeliverSmEvent):
                text = bytes(event.short_message).decode()
                receipts.append(text.split("id:", 1)[1].split(" ", 1)[0])

    listening = asyncio.ensure_future(listen())
    for number in range(count):
        answer = await smsc.submit_sm(
            source_addr="10690", destination_addr=f"8613800{number:06}", short_message=f"Hello {number}".encode(),
            registered_delivery=1)
        answers.append(answer.message_id)
    await listening
    await smsc.unbind()
    print(json.dumps({"segments": count, "answers": sorted(answers), "receipts": sorted(receipts)}), flush=True)
    # Its threads outlive an ordinary exit.
    os._exit(0)


asyncio.run(main())
