"""An SMSC from elsewhere (PyPI smpp34) for the gateway to talk to.

Prints `port N` when it listens. A destination that ends in 9 is throttled; every other text is taken, receipted in the text
form or by parameters, and answered with a reply when it ends in 7.
"""

import asyncio
import os
import socket

import smpp34


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def main():
    port = free_port()
    server = smpp34.Server(host="127.0.0.1", port=port, system_id="elsewhere")
    await server.start()
    print(f"port {port}", flush=True)
    sessions = {}
    taken = 0
    pending = set()

    def push(work):
        task = asyncio.ensure_future(work)
        pending.add(task)
        task.add_done_callback(pending.discard)

    while True:
        event = await server.next()
        if isinstance(event, smpp34.Esme):
            sessions[event.session_id] = event
        elif isinstance(event, smpp34.SubmitSmEvent):
            if event.destination_addr.endswith("9"):
                event.reject(0x58)
                continue
            taken += 1
            identity = f"{0xABC000 + taken:X}"
            event.accept(message_id=identity)
            esme = sessions[event.session_id]
            back = {"source_addr": event.destination_addr, "destination_addr": event.source_addr}
            if taken % 2:
                text = f"id:{int(identity, 16)} sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:DELIVRD err:000 text:"
                push(esme.deliver_sm(esm_class=0x04, short_message=text.encode(), **back))
            else:
                tlvs = [
                    smpp34.Tlv(0x001E, str(int(identity, 16)).encode() + b"\0"),
                    smpp34.Tlv(0x0427, b"\x02"),
                    smpp34.Tlv(0x1402, b"unknown to us"),
                ]
                push(esme.deliver_sm(esm_class=0x04, tlvs=tlvs, **back))
            if event.destination_addr.endswith("7"):
                push(esme.deliver_sm(short_message="退订".encode("utf-16-be"), data_coding=8, **back))
        elif isinstance(event, smpp34.Unbound):
            print("unbound", flush=True)
            # Its threads outlive an ordinary exit.
            os._exit(0)


asyncio.run(main())
