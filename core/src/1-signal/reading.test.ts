import assert from "node:assert/strict";
import { test } from "node:test";
import { heart, nurse, signal, T0 } from "../testing/store-signals.ts";
import { coreWords } from "../words.ts";
import { freshest, HOUR, languages, MINUTE, readingAt, SECOND, say } from "./index.ts";

test("a sensor that fell silent is unknown, and says since when; never a default value", () => {
  const latest = heart(T0, 72);
  assert.deepEqual(readingAt(latest, T0 + 5 * MINUTE), { known: true, signal: latest });
  const silent = readingAt(latest, T0 + 5 * MINUTE + 1);
  assert.deepEqual(silent, { known: false, why: { key: "core.stale", values: { minutes: 5 } } });
  assert.deepEqual(readingAt(null, T0), { known: false, why: { key: "core.never" } });
});

test("the reason is said in every language", () => {
  const silent = readingAt(heart(T0, 72), T0 + 7 * MINUTE);
  assert.ok(!silent.known);
  const said = languages.map((language) => say(coreWords, silent.why, { language, zone: "Asia/Tokyo" }));
  assert.deepEqual(said, ["no reading for 7 min", "7分間、測定値がありません", "7분 동안 측정값이 없습니다"]);
  for (const language of languages)
    assert.deepEqual(Object.keys(coreWords[language]).sort(), Object.keys(coreWords.en).sort());
});

test("each kind grows old after its own time, in hours where it is long", () => {
  const cuff = signal("systolic", T0, 130);
  assert.ok(readingAt(cuff, T0 + 11 * HOUR).known);
  assert.deepEqual(readingAt(cuff, T0 + 13 * HOUR), {
    known: false,
    why: { key: "core.staleHours", values: { hours: 13 } },
  });
  assert.ok(readingAt(signal("fall", T0, {}), T0 + 1000 * HOUR).known, "an event stays what it was");
});

test("a reading that its sensor calls bad, or that was struck out, is not known", () => {
  assert.equal(readingAt(heart(T0, 72, { quality: "bad" }), T0).known, false);
  assert.equal(readingAt(heart(T0, 72, { quality: "entered-in-error" }), T0).known, false);
  assert.equal(readingAt(heart(T0, 72, { quality: "questionable" }), T0).known, true);
});

test("the freshest is the newest by its own time, whatever the order of arrival", () => {
  const [first, late, newest] = [heart(T0, 70), heart(T0 - MINUTE, 60), heart(T0 + SECOND, 75)];
  assert.equal(freshest([first, newest, late]), newest);
  assert.equal(freshest([newest, late, first]), newest);
  assert.equal(freshest([]), null);
  assert.equal(freshest([first, { ...newest, quality: "bad" }]), first);
});

test("a value that was struck out uncovers the one before", () => {
  const typed = signal("body-temperature", T0 + MINUTE, 44, { source: nurse });
  const before = signal("body-temperature", T0, 36.6, { source: nurse });
  assert.equal(freshest([before, typed, { ...typed, quality: "entered-in-error" }]), before);
});
