import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY } from "@sakiyomi/core";
import { simulatedWard } from "@sakiyomi/simulator";
import { NOON } from "../testing/test-house.ts";
import { withDrinks } from "./drinks.ts";
import type { Said } from "./speak.ts";

test("everything that is drunk in the demo is written in Japanese, and nothing else changes", () => {
  const said = simulatedWard({ seed: 2026, people: 2, start: NOON - DAY, vitalsEveryS: 3600 }).signalsBetween(
    NOON - DAY,
    NOON + DAY,
  );
  const named = said.map(withDrinks);
  const drinks = named.flatMap(({ signals }) =>
    signals.flatMap((one) => (one.kind === "fluid-intake" ? [one.value.drink ?? ""] : [])),
  );
  assert.ok(drinks.length > 10);
  assert.deepEqual(
    drinks.filter((drink) => /[a-z]/i.test(drink)),
    [],
  );
  const others = ({ signals }: Said) => signals.filter(({ kind }) => kind !== "fluid-intake");
  assert.deepEqual(named.flatMap(others), said.flatMap(others));
});
