import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson } from "@sakiyomi/core";
import type { DoseEvent } from "@sakiyomi/medication";
import type { QueueAnswer, QueueLink, QueueSaid } from "../shapes.ts";
import { deviceOf } from "./device.ts";
import { type Drawer, memoryDrawer } from "./drawer.ts";
import { append, flush, forgetSent, hashOf, heard, spoken, unsent } from "./queue.ts";
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
