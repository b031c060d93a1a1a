import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { MINUTE, type SubjectId } from "./1-signal/index.ts";
import { defineSkill, type Skill } from "./4-decide/index.ts";
import type { Body, NewOrder, Order } from "./5-act/index.ts";
import { personOf, SmallHouse } from "./testing/small-house.ts";

const ann = personOf("ann");
const airec = "robot:airec" as SubjectId;

/** A body whose deeds the test ends by hand. */
class HandBody implements Body {
  readonly id: SubjectId;
  readonly title = "Airec";
  readonly offers = [
    { capability: "bring" as const, only: { thing: ["cup", "blanket"] } },
    { capability: "say" as const },
    { capability: "stop" as const },
  ];
  readonly asked: Order[] = [];
  ended: Promise<Readonly<Record<string, unknown>>> = Promise.resolve({});
  tell: (progress: number | null, phase: string | null) => void = () => {};
  finish: (result: Readonly<Record<string, unknown>>) => void = () => {};
  fail: (why: string) => void = () => {};

  constructor(id: SubjectId = airec) {
    this.id = id;
  }

  carryOut(
    order: Order,
    tell: (progress: number | null, phase: string | null) => void,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>> {
    this.asked.push(order);
    this.tell = tell;
    this.ended = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = (why) => reject(new Error(why));
      signal.addEventListener("abort", () => reject(new Error("ended")));
    });
    return this.ended;
  }
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
};

const opened = async (body: Body, skills: readonly Skill[] = [], others: readonly Body[] = []): Promise<SmallHouse> => {
  const house = new SmallHouse(skills);
  house.bodies = [body, ...others];
  await house.open();
  await house.admit("ann", ["record", "predict", "robot"]);
  return house;
};

const wanted = (more: Partial<NewOrder> = {}): NewOrder => ({
  subject: ann,
  by: "staff:tanaka",
  key: "bring cup",
  capability: "bring",
  parameters: { thing: "cup" },
  ...more,
});

const orderOf = (house: SmallHouse): Order => {
  const [order] = house.loop.standing.orders.values();
  assert.ok(order);
  return order;
};

test("an order goes to the body that can, its progress is seen, and its end is in the journal", async () => {
  const body = new HandBody();
  const house = await opened(body);
  const read = await house.loop.order(wanted());
  assert.ok(read.ok);
  await settled();
  assert.equal(body.asked[0]?.id, read.value.id);
  body.tell(0.4, "phase.approach");
  assert.deepEqual(
    [orderOf(house).progress, orderOf(house).phase, orderOf(house).body],
    [0.4, "phase.approach", airec],
  );
  body.finish({ thing: "cup" });
  await settled();
  assert.equal(orderOf(house).state, "done");
  const lines = await house.records.entries({});
  const told = lines.filter(({ type }) => type.startsWith("order-"));
  assert.deepEqual(
    told.map(({ type, actor, subject }) => [type, actor, subject]),
    [
      ["order-placed", "staff:tanaka", ann],
      ["order-started", airec, ann],
      ["order-done", airec, ann],
    ],
  );
  await house.wait(16 * MINUTE, MINUTE);
  assert.equal(house.loop.standing.orders.size, 0, "it is forgotten after a while");
});

test("what nobody offers, what does not fit, and what the person has not agreed to is refused", async () => {
  const house = await opened(new HandBody());
  const refusalOf = async (more: Partial<NewOrder>): Promise<unknown> => {
    const read = await house.loop.order(wanted(more));
    return read.ok ? null : [read.refusal.code, read.refusal.field];
  };
  assert.deepEqual(await refusalOf({ capability: "guide", parameters: { place: "x-ray" } }), [
    "ACT_FORBIDDEN",
    "capability",
  ]);
  assert.deepEqual(await refusalOf({ parameters: { thing: "piano" } }), ["ACT_FORBIDDEN", "parameters.thing"]);
  assert.deepEqual(await refusalOf({ parameters: {} }), ["ACT_FORBIDDEN", "parameters.thing"]);
  await house.change({ type: "consent", person: ann, purpose: "robot", given: false });
  assert.deepEqual(await refusalOf({}), ["ACT_CONSENT", "subject"]);
  assert.equal(await refusalOf({ capability: "say", parameters: { words: "Good morning" } }), null, "from afar it may");
});

test("one body does one thing at a time, in the order of asking; a cancelled one makes room", async () => {
  const body = new HandBody();
  const house = await opened(body);
  await house.loop.order(wanted());
  await house.loop.order(wanted({ key: "bring blanket", parameters: { thing: "blanket" } }));
  await settled();
  assert.deepEqual(
    body.asked.map(({ key }) => key),
    ["bring cup"],
  );
  assert.equal((await house.loop.order(wanted())).ok, false, "the same is being done");
  assert.ok(await house.loop.cancelOrder(orderOf(house).id, "staff:tanaka"));
  await settled();
  assert.deepEqual(
    body.asked.map(({ key }) => key),
    ["bring cup", "bring blanket"],
  );
  body.fail("the cup fell");
  await settled();
  const orders = [...house.loop.standing.orders.values()];
  assert.deepEqual(
    orders.map(({ state, result }) => [state, result]),
    [
      ["cancelled", { why: "by staff:tanaka" }],
      ["failed", { why: "the cup fell" }],
    ],
  );
});

test("a stop ends what is being done, and is not kept waiting", async () => {
  const body = new HandBody();
  const house = await opened(body);
  await house.loop.order(wanted());
  await settled();
  await house.loop.order(wanted({ key: "stop", capability: "stop", parameters: {}, subject: airec }));
  await settled();
  assert.deepEqual(
    body.asked.map(({ capability }) => capability),
    ["bring", "stop"],
  );
  assert.deepEqual(orderOf(house).result, { why: "a stop was asked for" });
});

const thirsty = defineSkill({
  id: "thirsty",
  owner: "tests",
  version: "1.0.0",
  risk: "moves",
  reads: ["event-note" as never],
  makes: [],
  does: ["order"],
  periodMs: MINUTE,
  budgetMs: 50,
  settings: z.strictObject({}),
  start: () => ({ n: 0 }),
  step: ({ n }: { n: number }) => ({
    state: { n: n + 1 },
    predictions: {},
    wishes: n < 3 ? [{ do: "order" as const, key: "drink", capability: "bring", parameters: { thing: "cup" } }] : [],
  }),
  words: { en: {}, ja: {}, ko: {} } as never,
});

test("a skill orders without knowing joints: once while it wishes, not again when it is done, and not again after a crash", async () => {
  const body = new HandBody();
  const house = await opened(body, [{ ...thirsty, reads: [] }]);
  await house.wait(MINUTE);
  await settled();
  assert.equal(body.asked.length, 1);
  body.finish({});
  await settled();
  await house.open();
  await house.wait(MINUTE);
  await settled();
  assert.equal(body.asked.length, 1, "a wish that stands is not done twice");
  await house.wait(3 * MINUTE);
  assert.equal(house.loop.standing.orders.size, 0);
});

test("what was being done when the house stopped has failed, and is not begun again", async () => {
  const body = new HandBody();
  const house = await opened(body);
  await house.loop.order(wanted());
  await settled();
  const id = orderOf(house).id;
  await house.open();
  assert.equal(body.asked.length, 1);
  const [kept] = await house.records.search("Order", {});
  assert.deepEqual([kept?.resource.id, kept?.resource.state], [id, "failed"]);
});

test("a person who leaves is no longer come to", async () => {
  const house = await opened(new HandBody());
  await house.loop.order(wanted());
  await settled();
  await house.change({ type: "discharged", person: ann, at: house.now });
  await settled();
  assert.equal(orderOf(house).state, "cancelled");
});

test("consent that is withdrawn ends what comes near at once, and what waits to; what is said from afar goes on", async () => {
  const [body, other] = [new HandBody(), new HandBody("robot:other" as SubjectId)];
  const house = await opened(body, [], [other]);
  await house.loop.order(wanted());
  await house.loop.order(wanted({ key: "say", capability: "say", parameters: { words: "Good morning" } }));
  await house.loop.order(wanted({ key: "bring blanket", parameters: { thing: "blanket" } }));
  await settled();
  await house.change({ type: "consent", person: ann, purpose: "predict", given: false });
  assert.equal(orderOf(house).state, "doing", "that is another consent");
  await house.change({ type: "consent", person: ann, purpose: "robot", given: false });
  await settled();
  const why = { why: "the consent to be helped by a robot was withdrawn" };
  assert.deepEqual(
    [...house.loop.standing.orders.values()].map(({ state, result }) => [state, result]),
    [
      ["cancelled", why],
      ["doing", null],
      ["cancelled", why],
    ],
  );
  await assert.rejects(body.ended, /ended/);
});

test("an order that is cancelled before its beginning is durable is not begun", async () => {
  const body = new HandBody();
  const house = await opened(body);
  const read = await house.loop.order(wanted());
  assert.ok(read.ok);
  assert.ok(await house.loop.cancelOrder(read.value.id, "staff:tanaka"));
  await settled();
  assert.deepEqual([body.asked.length, orderOf(house).state], [0, "cancelled"]);
});

test("a stop ends what another body does, also where one is free to take it", async () => {
  const [body, other] = [new HandBody(), new HandBody("robot:other" as SubjectId)];
  const house = await opened(body, [], [other]);
  await house.loop.order(wanted());
  await settled();
  await house.loop.order(wanted({ key: "stop", capability: "stop", parameters: {} }));
  await settled();
  assert.deepEqual([orderOf(house).state, orderOf(house).result], ["failed", { why: "a stop was asked for" }]);
  assert.deepEqual(
    other.asked.map(({ capability }) => capability),
    ["stop"],
  );
});
