import assert from "node:assert/strict";
import { test } from "node:test";
import { Live, type Socket } from "./live.ts";
import type { LiveMessage } from "./shapes.ts";

function world() {
  const sockets: (Socket & { sent: string[]; closed: boolean })[] = [];
  const waits: { ms: number; then: () => void }[] = [];
  const heard: LiveMessage[] = [];
  const open = () => {
    const socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      sent: [] as string[],
      closed: false,
      send: (text: string) => void socket.sent.push(text),
      close: () => {
        socket.closed = true;
      },
    };
    sockets.push(socket);
    return socket;
  };
  const after = (ms: number, then: () => void) => {
    waits.push({ ms, then });
    return () => {};
  };
  return { sockets, waits, heard, live: new Live({ open, after, chance: () => 0, hear: (m) => void heard.push(m) }) };
}

test("asks for what is watched as soon as it is open, and hears messages", () => {
  const { sockets, heard, live } = world();
  live.start();
  live.watch({ watch: "person", person: "ann" });
  sockets[0]?.onopen?.();
  assert.deepEqual(sockets[0]?.sent, ['{"watch":"person","person":"ann","changes":true}']);
  sockets[0]?.onmessage?.({ data: '{"type":"beat","at":5}' });
  sockets[0]?.onmessage?.({ data: "not json" });
  assert.deepEqual(heard, [{ type: "beat", at: 5 }]);
});

test("comes back by itself, waits longer each time, and asks again", () => {
  const { sockets, waits, live } = world();
  live.start();
  sockets[0]?.onclose?.();
  waits[0]?.then();
  sockets[1]?.onclose?.();
  waits[1]?.then();
  assert.deepEqual(
    waits.map(({ ms }) => ms),
    [250, 500],
  );
  sockets[2]?.onopen?.();
  assert.deepEqual(sockets[2]?.sent, ['{"watch":"board","changes":true}']);
  sockets[2]?.onmessage?.({ data: '{"type":"beat","at":1}' });
  sockets[2]?.onclose?.();
  assert.equal(waits[2]?.ms, 250);
});

test("a dumb connection is dropped and opened again", () => {
  const { sockets, waits, live } = world();
  live.start();
  live.revive();
  assert.equal(sockets[0]?.closed, true);
  waits[0]?.then();
  assert.equal(sockets.length, 2);
});

test("after stop it does not come back", () => {
  const { sockets, waits, live } = world();
  live.start();
  sockets[0]?.onclose?.();
  live.stop();
  waits[0]?.then();
  assert.equal(sockets.length, 1);
});
