import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFrame, encodePicture, type Frame } from "@sakiyomi/robot";
import { RobotLink, type RobotSocket } from "./robot-link.ts";
import type { RobotMessage } from "./shapes.ts";

const frame: Frame = {
  at: 1,
  observed: Float32Array.of(0.5),
  commanded: null,
  predicted: null,
  torque: Float32Array.of(0),
  base: new Float32Array(3),
  wrists: null,
  poses: new Float32Array(),
  contacts: [],
};
const status = { type: "status", at: 0 } as RobotMessage;
const hello = { type: "hello", id: "r", name: "Robot" } as RobotMessage;

/** A link whose time and sockets are the test's. */
const world = () => {
  const sockets: (RobotSocket & { readonly sent: string[] })[] = [];
  const timers: { at: number; then: () => void }[] = [];
  let now = 0;
  const link = new RobotLink({
    open: () => {
      const sent: string[] = [];
      const socket = {
        onopen: null,
        onmessage: null,
        onclose: null,
        sent,
        send: (text: string) => sent.push(text),
        close: () => {},
      };
      sockets.push(socket);
      return socket;
    },
    after: (ms, then) => {
      const timer = { at: now + ms, then };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
    chance: () => 0.5,
    now: () => now,
  });
  const pass = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (!next) break;
      timers.splice(timers.indexOf(next), 1);
      now = next.at;
      next.then();
    }
    now = end;
  };
  const hear = (data: RobotMessage | Uint8Array<ArrayBuffer>): void =>
    sockets.at(-1)?.onmessage?.({ data: data instanceof Uint8Array ? data.buffer : JSON.stringify(data) });
  return { link, sockets, pass, hear };
};

test("frames go past what the page is drawn from; pictures are kept by camera, the newest only", () => {
  const { link, hear } = world();
  link.start();
  const [frames, changes] = [[] as Frame[], { count: 0 }];
  link.onFrame((one) => frames.push(one));
  link.subscribe(() => {
    changes.count += 1;
  });
  hear(encodeFrame(frame));
  hear(encodeFrame({ ...frame, at: 2 }));
  for (const at of [1, 2]) hear(encodePicture({ at, camera: 1, width: 1, height: 1, pixels: Uint8Array.of(1, 2, 3) }));
  assert.deepEqual(
    [frames.map(({ at }) => at), link.frame()?.at, link.picture(1)?.at, changes.count],
    [[1, 2], 2, 2, 0],
  );
  assert.equal(link.picture(0), null);
});

test("a line that says nothing for a second is lost, though it is open; the next word makes it live", () => {
  const { link, pass, hear } = world();
  link.start();
  hear(hello);
  assert.equal(link.state().link, "live");
  pass(900);
  hear(status);
  pass(900);
  assert.equal(link.state().link, "live");
  pass(600);
  assert.equal(link.state().link, "lost");
  hear(status);
  assert.equal(link.state().link, "live");
});

test("a line that broke comes back by itself, and asks are refused meanwhile; signed out, it stays away", () => {
  const { link, sockets, pass, hear } = world();
  link.start();
  assert.equal(link.ask({ do: "stop" }), false);
  sockets[0]?.onopen?.();
  hear(hello);
  assert.equal(link.ask({ do: "stop" }), true);
  assert.deepEqual(sockets[0]?.sent, ['{"do":"stop"}']);
  sockets[0]?.onclose?.({ code: 1006 });
  assert.deepEqual([link.state().link, link.ask({ do: "stop" })], ["lost", false]);
  pass(1000);
  assert.equal(sockets.length, 2);
  sockets[1]?.onopen?.();
  hear(hello);
  assert.equal(link.state().link, "live");
  sockets[1]?.onclose?.({ code: 4401 });
  pass(60_000);
  assert.deepEqual([link.state().link, sockets.length], ["signed-out", 2]);
  link.stop();
});
