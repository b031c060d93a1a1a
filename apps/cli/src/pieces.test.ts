import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfClass, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";
import { piecesOf } from "./pieces.ts";

const ecg = (samples: number, rate: number): Signal => ({
  subject: "person:ann" as SubjectId,
  source: "import:100" as SourceId,
  kind: "ecg",
  at: 0,
  receivedAt: 0,
  sequence: 0,
  quality: "good",
  value: { rate, scale: 0.001, offset: 0, samples: Int32Array.from({ length: samples }, (_, i) => i) },
});
const samplesOf = (pieces: readonly Signal[]) =>
  pieces.flatMap((one) => (isOfClass(one, "wave") ? [...one.value.samples] : []));

test("the pieces of neighbouring stretches are all samples, once each, in pieces of a second", () => {
  const block = ecg(3601, 360);
  const stretches = [0, 1234, 4000, 11_000];
  const pieces = stretches.slice(0, -1).flatMap((from, i) => piecesOf(block, from, stretches[i + 1] ?? 0));
  assert.deepEqual(
    samplesOf(pieces),
    Array.from({ length: 3601 }, (_, i) => i),
  );
  assert.ok(pieces.every((one) => isOfClass(one, "wave") && one.value.samples.length <= 360));
  assert.ok(pieces.every((one) => Math.abs(one.at - ((samplesOf([one])[0] ?? -1) * 1000) / 360) < 1e-6));
});

test("a block that began before the stretch gives what falls into it", () => {
  assert.deepEqual(
    samplesOf(piecesOf(ecg(1000, 100), 9900, 20_000)),
    [990, 991, 992, 993, 994, 995, 996, 997, 998, 999],
  );
  assert.deepEqual(piecesOf(ecg(100, 100), 5000, 9000), []);
});
