import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import WebSocket from "ws";
import type { RobotDesk } from "./desk.ts";
import { attachRobots } from "./socket.ts";

test("a page that does not answer any more is let go, so that somebody else can drive; one that does stays", {
  timeout: 60_000,
}, async (t) => {
  const server = createServer();
  const left = Promise.withResolvers<string>();
  const desk = {
    robot: { id: "airec" },
    join: (_: unknown, { actor }: { actor: string }) => ({ asks: () => {}, left: () => left.resolve(actor) }),
  } as unknown as RobotDesk;
  const sockets = attachRobots({
    server,
    desks: [desk],
    who: ({ headers }) => ({
      actor: String(headers["x-actor"]),
      person: null,
      rights: () => ({ stop: true, drive: true }),
    }),
    trouble: () => {},
    pingMs: 200,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.close();
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/robots/airec/live`;
  const asleep = new WebSocket(url, { autoPong: false, headers: { "x-actor": "asleep" } });
  const awake = new WebSocket(url, { headers: { "x-actor": "awake" } });
  await Promise.all([once(asleep, "open"), once(awake, "open")]);
  assert.equal(await left.promise, "asleep");
  assert.equal(awake.readyState, WebSocket.OPEN);
});
