import assert from "node:assert/strict";
import { test } from "node:test";
import { type SteadyLinkOptions, steadyLink } from "./steady-link.ts";

/** A link whose waits are let pass by hand, and whose other side works or does not. */
const played = (more: Partial<SteadyLinkOptions<string>> = {}) => {
  const log: string[] = [];
  const waits: { ms: number; go: () => void }[] = [];
  const world = { isUp: true, lines: 0 };
  const link = steadyLink<string>({
    open: async () => {
      log.push("open");
      if (!world.isUp) throw new Error("nobody there");
      world.lines += 1;
      return `line ${world.lines}`;
    },
    check: async () => {
      if (!world.isUp) throw new Error("cut");
    },
    shut: async (line) => void log.push(`shut ${line}`),
    every: 500,
    waits: [100, 200, 400],
    onLost: (why) => log.push(`lost: ${why instanceof Error ? why.message : why}`),
    onBack: () => log.push("back"),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        waits.push({ ms, go: resolve });
        signal.addEventListener("abort", () => resolve());
        if (signal.aborted) resolve();
      }),
    ...more,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const next = async (): Promise<number> => {
    await settle();
    const one = waits.pop();
    one?.go();
    await settle();
    return one?.ms ?? Number.NaN;
  };
  return { link, log, world, next, settle };
};

test("a link that is lost is opened again at growing intervals, which then stay, until it is back", async () => {
  const { link, log, world, next } = played();
  await link.open();
  assert.equal(link.current(), "line 1");
  assert.equal(await next(), 500);
  world.isUp = false;
  await next();
  assert.equal(link.current(), null);
  assert.match(String(link.fault()), /cut/);
  assert.deepEqual([await next(), await next(), await next(), await next()], [100, 200, 400, 400]);
  assert.match(String(link.fault()), /nobody there/);
  world.isUp = true;
  await next();
  assert.equal(link.current(), "line 2");
  assert.equal(link.fault(), null);
  assert.deepEqual(
    log.filter((line) => line !== "open"),
    ["lost: cut", "shut line 1", "back"],
  );
  await link.close();
  assert.equal(link.current(), null);
  assert.equal(log.at(-1), "shut line 2");
});

test("one who met a fault makes it look at once, and closing ends a search that goes on", async () => {
  const { link, log, world, settle } = played();
  await link.open();
  world.isUp = false;
  link.suspect();
  await settle();
  assert.deepEqual(log, ["open", "lost: cut", "shut line 1"]);
  await link.close();
  assert.equal(log.filter((line) => line === "open").length, 1);
});

test("a first opening that fails is told, and not tried again", async () => {
  const { link, log, world } = played();
  world.isUp = false;
  await assert.rejects(link.open(), /nobody there/);
  assert.deepEqual(log, ["open"]);
  await link.close();
});
