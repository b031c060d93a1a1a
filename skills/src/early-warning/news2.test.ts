import assert from "node:assert/strict";
import { test } from "node:test";
import { chart, consciousnessPoints, nextWorse, oxygenPoints, pointsOn, responseTo } from "./news2.ts";

/** Read off the printed chart (RCP 2017, chart 1), column by column: [from, to, points], both ends included. */
const printed: Readonly<Record<keyof typeof chart, readonly (readonly [number, number, number])[]>> = {
  "respiration-rate": [
    [0, 8, 3],
    [9, 11, 1],
    [12, 20, 0],
    [21, 24, 2],
    [25, 150, 3],
  ],
  "spo2-1": [
    [20, 91, 3],
    [92, 93, 2],
    [94, 95, 1],
    [96, 100, 0],
  ],
  "spo2-2-air": [
    [20, 83, 3],
    [84, 85, 2],
    [86, 87, 1],
    [88, 100, 0],
  ],
  "spo2-2-oxygen": [
    [20, 83, 3],
    [84, 85, 2],
    [86, 87, 1],
    [88, 92, 0],
    [93, 94, 1],
    [95, 96, 2],
    [97, 100, 3],
  ],
  systolic: [
    [20, 90, 3],
    [91, 100, 2],
    [101, 110, 1],
    [111, 219, 0],
    [220, 350, 3],
  ],
  pulse: [
    [0, 40, 3],
    [41, 50, 1],
    [51, 90, 0],
    [91, 110, 1],
    [111, 130, 2],
    [131, 350, 3],
  ],
  temperature: [
    [20, 35, 3],
    [35.1, 36, 1],
    [36.1, 38, 0],
    [38.1, 39, 1],
    [39.1, 46, 2],
  ],
};

for (const [name, bands] of Object.entries(printed) as [keyof typeof chart, (typeof printed)["systolic"]][])
  test(`${name} scores as on the chart, at every step of its whole range`, () => {
    const { resolution } = chart[name];
    for (const [from, to, points] of bands) {
      const steps = Math.round((to - from) / resolution);
      for (let i = 0; i <= steps; i += 1) {
        const value = Number((from + i * resolution).toFixed(1));
        assert.equal(pointsOn(chart[name], value), points, `${name} ${value}`);
      }
    }
  });

test("a reading finer than the chart goes to the nearest step, and halfway to the worse one", () => {
  assert.equal(pointsOn(chart["respiration-rate"], 8.4), 3);
  assert.equal(pointsOn(chart["respiration-rate"], 8.5), 3, "8 scores 3, 9 scores 1");
  assert.equal(pointsOn(chart["respiration-rate"], 8.6), 1);
  assert.equal(pointsOn(chart["respiration-rate"], 24.5), 3, "24 scores 2, 25 scores 3");
  assert.equal(pointsOn(chart["spo2-1"], 95.5), 1, "95 scores 1, 96 scores 0");
  assert.equal(pointsOn(chart.temperature, 38.04), 0);
  assert.equal(pointsOn(chart.temperature, 38.05), 1, "38.0 scores 0, 38.1 scores 1");
  assert.equal(pointsOn(chart.temperature, 35.05), 3, "35.0 scores 3, 35.1 scores 1");
});

test("oxygen scores two, and anything but alert three, new confusion included", () => {
  assert.deepEqual([oxygenPoints(false), oxygenPoints(true)], [0, 2]);
  const codes = ["alert", "confused", "voice", "pain", "unresponsive"];
  assert.deepEqual(codes.map(consciousnessPoints), [0, 3, 3, 3, 3]);
});

test("the response follows the aggregate, and one parameter that scores 3 raises a low one", () => {
  const responses = Array.from({ length: 9 }, (_, total) => responseTo(total, false));
  assert.deepEqual(responses, ["zero", "low", "low", "low", "low", "medium", "medium", "high", "high"]);
  assert.equal(responseTo(3, true), "single-three");
  assert.equal(responseTo(4, true), "single-three");
  assert.equal(responseTo(5, true), "medium");
  assert.equal(responseTo(7, true), "high");
  assert.equal(responseTo(20, true), "high");
});

test("the next worse band lies where the chart has it, in the direction asked", () => {
  assert.deepEqual(nextWorse(chart["respiration-rate"], 16, 1), { edge: 21, points: 2 });
  assert.deepEqual(nextWorse(chart["respiration-rate"], 16, -1), { edge: 11, points: 1 });
  assert.deepEqual(nextWorse(chart.systolic, 150, -1), { edge: 110, points: 1 });
  assert.deepEqual(nextWorse(chart.pulse, 100, 1), { edge: 111, points: 2 });
  assert.equal(nextWorse(chart.temperature, 39.5, 1), null);
  assert.equal(nextWorse(chart["spo2-1"], 97, 1), null);
});
