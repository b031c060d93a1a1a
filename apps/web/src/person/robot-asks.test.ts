import assert from "node:assert/strict";
import { test } from "node:test";
import { asksOf } from "./robot-asks.ts";

test("what a body offers with named values is asked for by one tap; words and a stop have their own places", () => {
  const offers = [
    { capability: "go-to", only: { place: ["person"] } },
    { capability: "measure", only: { kind: ["body-temperature"] } },
    { capability: "bring", only: { thing: ["cup", "blanket"] } },
    { capability: "hand-over" },
    { capability: "fetch" },
    { capability: "say" },
    { capability: "stop" },
  ] as const;
  const names = (isMain: boolean) =>
    asksOf({ offers }, isMain).map(({ capability, parameters }) =>
      [capability, ...Object.values(parameters)].join(" "),
    );
  assert.deepEqual(names(true), ["bring cup", "bring blanket", "measure body-temperature"]);
  assert.deepEqual(names(false), ["hand-over", "go-to person"]);
});
