import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE, type Prediction, type Signal, type Step } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { ann, lived, MORNING, said } from "./sim.ts";
import { toiletTiming } from "./skill.ts";

keepsPromises(toiletTiming);

interface Turn extends Step<unknown> {
  readonly now: Instant;
}

/** A turn every minute with what has arrived, as the loop gives it. */
function played(
  signals: readonly Signal[],
  until: Instant,
  settings: Readonly<Record<string, unknown>> = {},
): readonly Turn[] {
  const person = { id: ann, ageYears: 84, pregnant: null };
  const given = toiletTiming.settings.parse(settings);
  const waiting = signals.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const turns: Turn[] = [];
  let state = toiletTiming.start(MORNING);
  for (let now = MORNING; now <= until; now += MINUTE) {
    const end = waiting.findIndex(({ receivedAt }) => receivedAt > now);
    const arrived = waiting.splice(0, end < 0 ? waiting.length : end);
    const step = toiletTiming.step(state, { signals: arrived, settings: given, person }, now);
    state = step.state;
    turns.push({ ...step, now });
  }
  return turns;
}

const tellsOf = (turns: readonly Turn[]): readonly Instant[] =>
  turns.flatMap(({ wishes, now }, i) => {
    const key = wishes.find((wish) => wish.do === "tell")?.key;
    const before = turns[i - 1]?.wishes.find((wish) => wish.do === "tell")?.key;
    return key !== undefined && key !== before ? [now] : [];
  });

const at = (turns: readonly Turn[], now: Instant): Turn =>
  turns.find((turn) => turn.now === now) ?? assert.fail("no such turn");
const quantity = (prediction: Prediction | undefined): number => {
  assert.ok(prediction?.known && prediction.what.type === "quantity", prediction?.known ? "" : prediction?.why.key);
  return prediction.what.value;
};
const whyOf = (prediction: Prediction | undefined): string | undefined =>
  prediction?.known ? undefined : prediction?.why.key;

test("whoever always goes at the same volume is foretold, and told of 5 to 30 min before, without a false tell", () => {
  const { signals, voids } = lived({ hours: 48 });
  const tells = tellsOf(played(signals, MORNING + 48 * HOUR));
  const later = voids.slice(4);
  assert.ok(later.length >= 8);
  for (const went of later) assert.ok(tells.some((tell) => went - tell >= 5 * MINUTE && went - tell <= 30 * MINUTE));
  for (const tell of tells.filter((one) => one < (voids.at(-1) ?? 0)))
    assert.ok(voids.some((went) => went >= tell && went - tell <= 45 * MINUTE));
});

test("it learns the person's own volume, from charted voids and from those that only the sensor saw", () => {
  for (const charts of [true, false])
    for (const volume of [220, 420]) {
      const { signals } = lived({ hours: 72, goesAt: [volume], charts });
      const last = played(signals, MORNING + 72 * HOUR).at(-1);
      const learnt = quantity(last?.predictions["usual-volume"]);
      assert.ok(Math.abs(learnt - volume) < 20, `${learnt} for ${volume}, charted: ${charts}`);
    }
});

test("with few voids it stays near what people usually do", () => {
  const { signals } = lived({ hours: 12, goesAt: [450] });
  const learnt = quantity(played(signals, MORNING + 12 * HOUR).at(-1)?.predictions["usual-volume"]);
  assert.ok(learnt > 330 && learnt < 450, `${learnt}`);
});

test("a drink makes the bladder fill faster half an hour later, and the time moves nearer", () => {
  const { signals } = lived({ hours: 30, rate: 60 });
  const drunkAt = MORNING + 28 * HOUR;
  const drink = said("fluid-intake", { volumeMl: 500 }, { at: drunkAt, source: "staff:tanaka" });
  const expected = (extra: readonly Signal[]) => {
    const next = at(played([...signals, ...extra], drunkAt + 2 * MINUTE), drunkAt + 2 * MINUTE).predictions[
      "next-void"
    ];
    assert.ok(next?.known && next.what.type === "time");
    return next.what.at;
  };
  assert.ok(expected([drink]) < expected([]) - 10 * MINUTE);
});

test("a single wild reading is no void and no slip", () => {
  const spikeAt = MORNING + 25 * HOUR;
  const { signals } = lived({ hours: 26, error: (now) => (now === spikeAt ? 150 : 0) });
  const { signals: calm } = lived({ hours: 26 });
  const volume = (of: readonly Signal[]) =>
    quantity(at(played(of, spikeAt + 2 * MINUTE), spikeAt + 2 * MINUTE).predictions["bladder-now"]);
  assert.ok(Math.abs(volume(signals) - volume(calm)) < 10);
});

test("a sensor that slips changes the reading, not the volume that is believed, and it is said", () => {
  const slipAt = MORNING + 24.5 * HOUR;
  const { signals } = lived({ hours: 26, goesAt: [400], error: (now) => (now >= slipAt ? 90 : 0) });
  const before = quantity(at(played(signals, slipAt), slipAt).predictions["bladder-now"]);
  const after = at(played(signals, slipAt + 15 * MINUTE), slipAt + 15 * MINUTE).predictions["bladder-now"];
  assert.ok(Math.abs(quantity(after) - before - 22) < 35, `${before} mL, then ${quantity(after)}`);
  assert.ok(after?.known && after.because.some(({ key }) => key === "sensor-slipped"));
});

test("through a gap it is carried on with a wider interval; then it is not known, and the sensor is asked for", () => {
  const gapAt = MORNING + 25 * HOUR;
  const { signals } = lived({ hours: 28, rate: 60, goesAt: [400], error: (now) => (now >= gapAt ? Number.NaN : 0) });
  const turns = played(signals, gapAt + 60 * MINUTE);
  const width = (now: Instant) => {
    const prediction = at(turns, now).predictions["bladder-now"];
    assert.ok(prediction?.known && prediction.what.type === "quantity");
    return prediction.what.interval.high - prediction.what.interval.low;
  };
  assert.ok(width(gapAt + 40 * MINUTE) > width(gapAt) * 1.5);
  const silent = at(turns, gapAt + 50 * MINUTE);
  assert.equal(whyOf(silent.predictions["next-void"]), "no-reading-for");
  assert.deepEqual(
    silent.wishes.map(({ key }) => key),
    ["check-sensor"],
  );
});

test("a void that is charted while nothing is read is believed", () => {
  const gapAt = MORNING + 22 * HOUR;
  const { signals } = lived({ hours: 22, rate: 60, goesAt: [500] });
  const went = said("void", {}, { at: gapAt + 15 * MINUTE, source: "staff:tanaka" });
  const volume = (of: readonly Signal[]) =>
    quantity(at(played(of, gapAt + 30 * MINUTE), gapAt + 30 * MINUTE).predictions["bladder-now"]);
  assert.ok(volume([...signals, went]) < 80);
  assert.ok(volume(signals) > 150);
});

test("a void charted by mistake, while the sensor shows a full bladder, changes nothing", () => {
  const now = MORNING + 26 * HOUR;
  const { signals } = lived({ hours: 27, rate: 60, goesAt: [500] });
  const mistaken = said("void", { volumeMl: 300 }, { at: now - 20 * MINUTE, source: "staff:tanaka" });
  const volume = (of: readonly Signal[]) => quantity(at(played(of, now), now).predictions["bladder-now"]);
  assert.equal(volume([...signals, mistaken]), volume(signals));
});

test("a reading struck out within a quarter of an hour leaves no trace; a late one finds its place", () => {
  const now = MORNING + 3 * HOUR;
  const { signals } = lived({ hours: 3, goesAt: [600] });
  const wrong = said("bladder-volume", 380, { at: now - 8 * MINUTE - 1, source: "device:belly-2" });
  const struck = { ...wrong, quality: "entered-in-error", receivedAt: now - 2 * MINUTE } as Signal;
  const last = (of: readonly Signal[]) => JSON.stringify(at(played(of, now), now).predictions);
  assert.equal(last([...signals, wrong, struck]), last(signals));
  const late = signals.map((signal) =>
    signal.at === now - 5 * MINUTE ? { ...signal, receivedAt: now - MINUTE } : signal,
  );
  const next = (of: readonly Signal[]) => {
    const { "next-void": prediction } = at(played(of, now), now).predictions;
    assert.ok(prediction?.known && prediction.what.type === "time");
    return prediction.what.at;
  };
  assert.ok(Math.abs(next(late) - next(signals)) < 1000);
  assert.ok(
    Math.abs(next(signals.filter((signal) => signal.at !== now - 5 * MINUTE)) - next(signals)) > 1000,
    "it counts",
  );
});

test("who has not gone is told of again, unless the house does not want it", () => {
  const { signals } = lived({ hours: 60, rate: 60, goesAt: [...Array.from({ length: 10 }, () => 250), 400] });
  const tells = (settings: Readonly<Record<string, unknown>>) =>
    tellsOf(played(signals, MORNING + 60 * HOUR, settings)).length;
  assert.ok(tells({}) > tells({ tellsAgain: false }));
});

test("a house that minds false tells is told less than one that minds missed voids", () => {
  const { signals } = lived({
    hours: 72,
    rate: 60,
    goesAt: [300, 240, 330, 280, 310, 250, 340, 270, 300, 320, 260, 290, 310, 250],
  });
  const count = (tells: string) => tellsOf(played(signals, MORNING + 72 * HOUR, { tells })).length;
  assert.ok(count("few-false") <= count("balanced"));
  assert.ok(count("balanced") <= count("few-missed"));
  assert.ok(count("few-false") < count("few-missed"));
});
