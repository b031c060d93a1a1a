import type { Table } from "../table.ts";
import { garwood } from "./nap-chance.ts";
import { CHILDREN, livedRoom, SECONDS } from "./nap-room.ts";
import { noScore, type Score, scoreChild } from "./nap-score.ts";
import { shareText, wilsonText } from "./wilson.ts";

/** A room of each age and rule. */
const rooms = [
  { ageYears: 0, municipality: "national" },
  { ageYears: 1, municipality: "setagaya" },
] as const;
const WANTED_FALSE = 1;

type Row = Table["rows"][number];

/**
 * The nap watch over rooms of simulated children: 20 children, two hours, three teachers each. `each`: rooms of each kind; a pair
 * costs some 25 s of CPU, and one sensor more that slips changes its figure by 0.25 a room and hour.
 */
export async function evaluateNap(seed: number, each = 1): Promise<Table> {
  const score = noScore();
  let cpuMs = 0;
  const lived = Array.from({ length: each }, () => rooms).flat();
  for (const [i, { ageYears, municipality }] of lived.entries()) {
    const room = livedRoom(seed * 100 + i, ageYears, municipality);
    for (const life of room.children) scoreChild(life, room.everyS, room.sideIsFront, score);
    cpuMs += room.cpuMs;
  }
  const hours = (lived.length * SECONDS) / 3600;
  const perTurn = cpuMs / (lived.length * CHILDREN * SECONDS);
  const failures = failuresOf(score, hours);
  return {
    title: `Naps: ${lived.length} rooms of ${CHILDREN} simulated children, ${SECONDS / 3600} h each, seed ${seed}`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [
      ...rowsOf(score, hours),
      rest("CPU a child and second, whole turn, state as text", `${perTurn.toFixed(3)} ms`),
    ],
    notes: [
      "Simulated bodies, sensors and teachers (nap-body.ts, nap-room.ts), which know nothing of the skill; how often children turn, and sensors slip, is assumed.",
      "Heard: 90 % of the sensor's blocks of the first 30 s were sent. No peer prints such figures.",
      ...failures.map((failure) => `NOT MET: ${failure}.`),
    ],
    figures: { ...score, roomHours: hours, cpuMsPerTurn: perTurn },
    failures,
  };
}

const share = (name: string, hits: number, of: number, wanted: string): Row => ({
  name,
  cells: [String(of), shareText(hits, of), wilsonText(hits, of), wanted, ""],
});
const rest = (name: string, measured: string): Row => ({ name, cells: ["", measured, "", "", ""] });

function rowsOf(score: Score, hours: number): readonly Row[] {
  const rate = (name: string, count: number, wanted: string): Row => {
    const [low, high] = garwood(count);
    const per = (n: number) => (n / hours).toFixed(2);
    return { name, cells: [String(count), per(count), `${per(low)} to ${per(high)}`, wanted, ""] };
  };
  return [
    share("slots left out, called within 10 s", score.overrunCalled, score.overrun, "100 %"),
    share("over 30 s on the front, sensor heard: called within 30 s", score.proneCalled, score.prone, "100 %"),
    share(
      "over 30 s on the front, sensor silent: told within 30 s that it is not known",
      score.blindTold,
      score.blind,
      "",
    ),
    share("no breath for 25 s and more, sensor heard: called within 30 s", score.apnoeasCalled, score.apnoeas, ""),
    rate("false calls a room and hour", score.falseCalls, `≤ ${WANTED_FALSE}`),
    rate("of these, with a sensor that had slipped or come loose", score.falseAmiss, ""),
    rate("told (low) to look at a sensor, a room and hour", score.told, ""),
    rate("of these, that it has turned and the child has not", score.turned, ""),
    rate("of those, of a sensor that had not", score.turnedFalse, ""),
  ];
}

function failuresOf(score: Score, hours: number): readonly string[] {
  const { overrun, overrunCalled, prone, proneCalled, falseCalls } = score;
  return [
    ...(overrunCalled === overrun
      ? []
      : [`${overrun - overrunCalled} of ${overrun} slots left out were not called in time`]),
    ...(proneCalled === prone
      ? []
      : [`${prone - proneCalled} of ${prone} children on the front were not called in time`]),
    ...(falseCalls <= WANTED_FALSE * hours ? [] : [`${(falseCalls / hours).toFixed(2)} false calls a room and hour`]),
  ];
}
