"""An ESME from elsewhere (PyPI smpplib) for the simulated carrier to serve: esme.py PORT COUNT.

Sends COUNT short texts and one long one, waits for all receipts, unbinds, and prints what it saw as JSON.
"""

import json
import sys

import smpplib.client
import smpplib.consts
import smpplib.gsm

port, count = int(sys.argv[1]), int(sys.argv[2])
answers, receipts = [], []


def received(pdu):
    if pdu.esm_class & 0x04:
        receipts.append((pdu.receipted_message_id or b"").decode().rstrip("\0"))
    return 0


client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
client.set_message_sent_handler(lambda pdu: answers.append(pdu.message_id.decode()))
client.set_message_received_handler(received)
client.connect()
client.bind_transceiver(system_id="elsewhere", password="secret")

texts = [f"Hello {number}" for number in range(count)] + ["long " * 60]
segments = 0
for number, text in enumerate(texts):
    parts, coding, esm_class = smpplib.gsm.make_parts(text)
    for part in parts:
        segments += 1
        client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_INTL,
            source_addr="10690",
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            destination_addr=f"8613800{number:06}",
            short_message=part,
            data_coding=coding,
            esm_class=esm_class,
            registered_delivery=True,
        )
while len(receipts) < segments or len(answers) < segments:
    client.read_once()
client.unbind()
client.disconnect()
print(json.dumps({"segments": segments, "answers": sorted(answers), "receipts": sorted(receipts)}))
