import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson } from "@sakiyomi/core";
import type { DoseEvent } from "@sakiyomi/medication";
import type { QueueAnswer, QueueLink, QueueSaid } from "../shapes.ts";
import { deviceOf } from "./device.ts";
import { type Drawer, memoryDrawer } from "./drawer.ts";
import { append, flush, forgetSent, hashOf, heard, isUntied, retie, spoken, unsent } from "./queue.ts";
import { QUEUE_KEY } from "./sealed.ts";

const said = (id: string): QueueSaid => ({
  type: "event",
  event: {
    ...{ id, person: "person:ann", order: "o1", dose: "o1@2026-11-23/0", at: 1_000, by: "staff:tanaka" },
    ...{ device: "phone", offline: true, type: "taken", confirmed: "seen", share: 1 },
  } as DoseEvent,
});

async function queued(...ids: readonly string[]) {
  const drawer = memoryDrawer();
  const device = await deviceOf(drawer);
  for (const id of ids) await append(drawer, device, "staff:tanaka", said(id));
  return { drawer, device };
}
const numbers = async (drawer: Drawer) => (await unsent(drawer)).map(({ n }) => n);
const keeps =
  (upTo: number, more: QueueAnswer["results"] = []) =>
  (links: readonly QueueLink[]): Promise<QueueAnswer> =>
    Promise.resolve({
      n: upTo,
      results: [...links.filter(({ n }) => n <= upTo).map(({ n }) => ({ n, result: "kept" as const })), ...more],
    });

test("links are numbered, tied to the one before and signed by the device", async () => {
  const { drawer, device } = await queued("a", "b", "c");
  const [first, second, third] = await unsent(drawer);
  assert.ok(first && second && third);
  assert.deepEqual([first.before, second.before, third.before], ["", await hashOf(first), await hashOf(second)]);
  const key = await crypto.subtle.importKey("jwk", device.publicKey, { name: "ECDSA", namedCurve: "P-256" }, false, [
    "verify",
  ]);
  const verify = ({ signature, ...bare }: QueueLink) =>
    crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      key,
      Buffer.from(signature, "base64url"),
      new TextEncoder().encode(canonicalJson(bare)),
    );
  assert.equal(await verify(second), true);
  assert.equal(await verify({ ...second, staff: "staff:somebody-else" }), false);
});

test("two that are said at once get one number each", async () => {
  const { drawer, device } = await queued();
  await Promise.all(["a", "b", "c", "d"].map((id) => append(drawer, device, "staff:tanaka", said(id))));
  assert.deepEqual(await numbers(drawer), [1, 2, 3, 4]);
});

test("a link goes away only when the server has answered for it, and the chain goes on after it", async () => {
  const { drawer, device } = await queued("a", "b", "c");
  await assert.rejects(
    flush(drawer, () => Promise.reject(new Error("no network"))),
    /no network/,
  );
  assert.deepEqual(await numbers(drawer), [1, 2, 3]);
  await flush(drawer, keeps(2));
  assert.deepEqual(await numbers(drawer), [3]);
  const [third] = await unsent(drawer);
  assert.ok(third);
  await flush(drawer, keeps(3));
  const fourth = await append(drawer, device, "staff:tanaka", said("d"));
  assert.deepEqual([fourth.n, fourth.before], [4, await hashOf(third)]);
});

test("what is flagged or refused stays in sight, with what was said, until somebody has read it", async () => {
  const { drawer } = await queued("a", "b");
  await flush(drawer, keeps(2, [{ n: 2, result: "flagged", why: "given twice" }]));
  const [one] = await spoken(drawer);
  assert.ok(one?.said.type === "event" && one.result.result === "flagged");
  assert.deepEqual([one.n, one.said.event.id, one.result.why], [2, "b", "given twice"]);
  await heard(drawer, 2);
  assert.deepEqual(await spoken(drawer), []);
});

test("nothing of a person lies readable in the drawer", async () => {
  const { drawer } = await queued("a");
  const kept = await drawer.get((await drawer.names("queue-link-"))[0] ?? "");
  assert.ok(!Buffer.from((kept as { bytes: ArrayBuffer }).bytes).includes("ann"));
  await drawer.remove([QUEUE_KEY]);
  assert.deepEqual(await unsent(drawer), []);
});

test("the private key cannot be taken out of the browser", async () => {
  const { drawer } = await queued();
  const { keys } = (await drawer.get("device")) as { keys: CryptoKeyPair };
  await assert.rejects(crypto.subtle.exportKey("jwk", keys.privateKey), /extractable/);
});

test("the queue's key goes when nothing waits, and never from under a link that is being written", async () => {
  const { drawer, device } = await queued("a");
  await flush(drawer, keeps(1));
  await forgetSent(drawer);
  assert.equal(await drawer.get(QUEUE_KEY), undefined);
  await Promise.all([append(drawer, device, "staff:tanaka", said("b")), forgetSent(drawer), forgetSent(drawer)]);
  assert.deepEqual(await numbers(drawer), [2]);
});

test("a server that was set back knows an older end: nothing is lost, and what waits is tied to that one", async () => {
  const { drawer, device } = await queued("a", "b");
  await flush(drawer, keeps(2));
  await append(drawer, device, "staff:tanaka", said("c"));
  await append(drawer, device, "staff:tanaka", said("d"));
  const refusal = { code: "MED_CHAIN", field: "n", found: "3", expected: "link 2", remedy: "" } as const;
  const untied = { n: 3, result: "refused", refusal } as const;
  const results = await flush(drawer, () => Promise.resolve({ n: 1, results: [untied] }));
  assert.ok(results.some(isUntied));
  const numbersNow = await retie(drawer, device, { n: 1, hash: "f".repeat(64) });
  assert.deepEqual(
    [...numbersNow],
    [
      [2, 3],
      [3, 4],
    ],
  );
  const [first, second] = await unsent(drawer);
  assert.ok(first && second && first.said.type === "event" && second.said.type === "event");
  assert.deepEqual([first.n, first.before, first.said.event.id], [2, "f".repeat(64), "c"]);
  assert.deepEqual([second.n, second.before, second.said.event.id], [3, await hashOf(first), "d"]);
  assert.deepEqual(await spoken(drawer), [], "nobody has to read what was put right");
  await flush(drawer, keeps(3));
  assert.deepEqual(await numbers(drawer), []);
  assert.equal((await append(drawer, device, "staff:tanaka", said("e"))).n, 4);
});

test("a device that was set back says something else by a number that the server has: it stays until it is tied anew", async () => {
  const { drawer, device } = await queued("a");
  const refusal = { code: "MED_CHAIN", field: "n", found: "another link 1", expected: "link 6", remedy: "" } as const;
  await flush(drawer, () => Promise.resolve({ n: 5, results: [{ n: 1, result: "refused", refusal }] }));
  assert.deepEqual(await numbers(drawer), [1]);
  await retie(drawer, device, { n: 5, hash: "e".repeat(64) });
  assert.deepEqual(await numbers(drawer), [6]);
});
