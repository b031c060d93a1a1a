import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MINUTE, type Signal, type SourceId } from "@sakiyomi/core";
import { answered, asked, openOf, type Reason, type Review } from "./reviews.ts";
import { ann, BEGIN } from "./sim.ts";
import type { Tape } from "./tape.ts";

const after = (minutes: number): Instant => BEGIN + minutes * MINUTE;
const tape = (minutes: number) => ({ begin: BEGIN, heardUntil: after(minutes) }) as Tape;
const advice = (minutes: number) =>
  answered(
    [],
    [
      {
        ...{ subject: ann, kind: "advice", at: after(minutes), receivedAt: after(minutes), sequence: 1 },
        ...{ quality: "good", source: "staff:ito" as SourceId },
        value: { about: `ctg-${Math.floor(BEGIN / MINUTE)}`, by: "Ito", words: "Go on.", urgency: "none" },
      } as Signal,
    ],
  );
const open = (all: readonly Review[], minutes: number): readonly Reason[] =>
  openOf(all, advice(minutes)).map(({ reason }) => reason);

test("an answer is none to what the same recording shows later", () => {
  const first = asked([], tape(20), "level-3", after(20));
  assert.deepEqual(open(first, 25), []);
  const worse = asked(first, tape(50), "level-5", after(50));
  assert.deepEqual(open(worse, 25), ["level-5"]);
  assert.deepEqual(open(worse, 52), []);
});

test("whoever answers before it is known that a recording has ended has answered its end, too", () => {
  const stopped = asked([], tape(30), "stopped-early", after(45));
  assert.deepEqual(open(stopped, 35), []);
});
