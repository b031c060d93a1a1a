import assert from "node:assert/strict";
import { test } from "node:test";
import type { PortCode } from "./data-ports.ts";
import { boundedQueue } from "./queue.ts";
import { queuedPut } from "./queued-put.ts";

test("a full queue loses its oldest, or takes nothing more, as it was told; both are counted", () => {
  const newest = boundedQueue<number>(2, "drop-oldest");
  assert.deepEqual(
    [1, 2, 3].map((value) => newest.push(value)),
    [true, true, true],
  );
  assert.deepEqual([newest.shift(), newest.shift(), newest.shift(), newest.dropped], [2, 3, undefined, 1]);
  const first = boundedQueue<number>(2, "refuse");
  assert.deepEqual(
    [1, 2, 3].map((value) => first.push(value)),
    [true, true, false],
  );
  assert.deepEqual([first.shift(), first.shift(), first.shift(), first.dropped], [1, 2, undefined, 1]);
});

test("puts go one after the other; what fails or is answered BUFFER_FULL is counted, and the next is sent", async () => {
  const sent: number[] = [];
  const answers: ((code: PortCode | Error) => void)[] = [];
  const put = (payload: Uint8Array): Promise<PortCode> => {
    sent.push(payload[0] ?? 0);
    return new Promise((resolve, reject) => {
      answers.push((code) => (code instanceof Error ? reject(code) : resolve(code)));
    });
  };
  const queue = queuedPut(put, { most: 2, whenFull: "drop-oldest" });
  for (const value of [1, 2, 3, 4]) queue.put(Uint8Array.of(value));
  assert.deepEqual(
    [sent, queue.dropped],
    [[1], 1],
    "one is under way, two wait, the oldest of those that waited is lost",
  );
  const answer = async (code: PortCode | Error): Promise<void> => {
    answers.shift()?.(code);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await answer("BUFFER_FULL");
  await answer(new Error("cut"));
  await answer("PORT_OK");
  assert.deepEqual([sent, queue.refused], [[1, 3, 4], 2]);
});
