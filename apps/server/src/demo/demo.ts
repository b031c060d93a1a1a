import { existsSync } from "node:fs";
import { join } from "node:path";
import { HOUR, type Instant, MINUTE, type Read, SECOND, TICK_MS } from "@sakiyomi/core";
import {
  type Name,
  type Resident,
  type Scene,
  type SimulatedWard,
  simulatedWard,
  type WardOptions,
} from "@sakiyomi/simulator";
import { type EmbeddedOptions, type EmbeddedWard, openEmbeddedWard } from "../ward/embedded.ts";
import type { Actor, Ward } from "../ward/port.ts";
import { speak } from "./speak.ts";

export interface DemoOptions extends Pick<EmbeddedOptions, "dataDir" | "stateDir" | "zone" | "onTrouble" | "bodies"> {
  readonly seed: number | string;
  readonly people: number;
  /** A new demo begins with so many hours already lived, so that there is something to see and to learn from. */
  readonly warmUpHours: number;
  readonly onProgress?: (share: number) => void;
}

export interface Demo extends EmbeddedWard {
  /** Stops the simulated people; the ward stays open. */
  stop(): void;
}

const simulator: Actor = { id: "staff:simulated", name: "Simulator" };
const WARM_STEP_MS = MINUTE;
/** So many steps are lived before the disk is waited for, and simulated staff look at the board. */
const WARM_STRIDE = 5;
const LIVE_STEP_MS = 250;
/** Simulated staff see to an alert after so long; once the demo is live, that is left to whoever looks at it. */
const SIMULATED_RESPONSE_MS = 4 * MINUTE;
/** What came up in the last minutes of the hours already lived is left for the first person who looks. */
const LEFT_OPEN_MS = 8 * MINUTE;

/**
 * A ward of simulated people, live. A new one lives its first hours in seconds, through the same door, loop and store as
 * a real one; after that it goes on by the clock. Its data are marked as demo and lie in a database of their own.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  // A demo that was there before lives by the clock at once: its journal has already seen later times.
  const isNew = !existsSync(join(options.dataDir, "records.db"));
  const clock = { now: Date.now() - options.warmUpHours * HOUR, isLive: !isNew };
  const wall = () => (clock.isLive ? Date.now() : clock.now);
  const monotonic = () => (clock.isLive ? performance.now() : clock.now);
  const { dataDir, stateDir, zone, onTrouble, bodies = [] } = options;
  const trouble = onTrouble ? { onTrouble } : {};
  const house = await openEmbeddedWard({
    dataDir,
    stateDir,
    zone,
    mode: "demo",
    ticks: false,
    wall,
    monotonic,
    bodies,
    ...trouble,
  });
  const people = simulated(options, Date.now());
  if (house.ward.board().people.length === 0) await moveIn(house.ward, people.quiet, house.ward.now());
  if (isNew) await warmUp(house, people.quiet, clock, options.onProgress);
  clock.isLive = true;
  return { ...house, stop: goOn(house, people.loud, options.onTrouble) };
}

/** The same people twice: waveforms are made only while somebody can look at them. */
function simulated({ seed, people, zone }: DemoOptions, now: Instant): { quiet: SimulatedWard; loud: SimulatedWard } {
  const start = now - 3 * 24 * HOUR;
  const shared: WardOptions = {
    seed,
    people,
    start,
    utcOffsetMin: offsetOf(zone, now),
    scripts: scenesAround(now),
    swaps: [],
  };
  return {
    quiet: simulatedWard({ ...shared, vitalsEveryS: 30 }),
    loud: simulatedWard({ ...shared, vitalsEveryS: 5, waves: ["ecg", "ppg", "respiration-impedance"] }),
  };
}

/** Somebody gets worse while one looks on, a sensor dies, somebody falls: what a first look should show. */
const scenesAround = (now: Instant): Readonly<Record<number, readonly Scene[]>> => ({
  2: [{ type: "deterioration", at: now - HOUR, hours: 2, severity: 1 }],
  4: [{ type: "dead-sensor", worn: "vitals", at: now - 20 * MINUTE, until: now + 40 * MINUTE }],
  6: [{ type: "fall", at: now + 3 * MINUTE }],
});

async function moveIn(ward: Ward, { residents }: SimulatedWard, at: Instant): Promise<void> {
  const places = new Map<string, string>();
  for (const resident of residents) {
    const bed = await bedOf(ward, places, resident);
    const { id, name, birthDate } = resident;
    await ward.admit(
      { id, name: written(name), birthDate, place: bed, consents: ["record", "predict", "family", "robot"] },
      simulator,
    );
    for (const { source } of resident.person.devices) await ward.bind(source, id, at, simulator);
  }
}

/** As the name is written where it comes from: family name first, without a blank in Korean and Chinese. */
const written = ({ family, given, language }: Name): string => {
  if (language === "ko" || language === "zh") return `${family}${given}`;
  return language === "ja" || language === "vi" ? `${family} ${given}` : `${given} ${family}`;
};

async function bedOf(
  ward: Ward,
  places: Map<string, string>,
  { ward: unit, room, bed }: Resident,
): Promise<string | null> {
  const path = [
    { type: "house", name: "Sakiyomi Demo" },
    { type: "ward", name: `Ward ${unit}` },
    { type: "room", name: room },
    { type: "bed", name: bed },
  ] as const;
  let parent: string | null = null;
  let key = "";
  for (const { type, name } of path) {
    key = `${key}/${name}`;
    const known = places.get(key);
    const added: Read<string> | null =
      known === undefined ? await ward.addPlace({ name, type, parent }, simulator) : null;
    parent = known ?? (added?.ok ? added.value : null);
    if (parent) places.set(key, parent);
  }
  return parent;
}

async function warmUp(
  { ward }: EmbeddedWard,
  people: SimulatedWard,
  clock: { now: Instant },
  onProgress?: (share: number) => void,
): Promise<void> {
  const began = clock.now;
  const share = () => (clock.now - began) / (Date.now() - began);
  while (clock.now < Date.now()) {
    const saying: Promise<void>[] = [];
    // Not each minute waits for the disk: what is said is stamped at once, and gone through in its order.
    for (let i = 0; i < WARM_STRIDE && clock.now < Date.now(); i++) {
      const from = clock.now;
      clock.now = Math.min(Date.now(), from + WARM_STEP_MS);
      saying.push(speak(ward, people.signalsBetween(from, clock.now)));
      ward.loop.tick();
    }
    await Promise.all(saying);
    await ward.loop.idle();
    if (Date.now() - clock.now > LEFT_OPEN_MS) await respond(ward);
    onProgress?.(share());
  }
}

/** During the hours already lived, somebody came. */
async function respond(ward: Ward): Promise<void> {
  const { alerts, due } = ward.board();
  const now = ward.now();
  for (const { id, raisedAt, answers } of alerts)
    if (now - raisedAt >= SIMULATED_RESPONSE_MS && answers.length === 0) await ward.doneAlert(id, simulator);
  for (const { id, type, dueAt } of due) if (type === "task" && dueAt <= now) await ward.doneDue(id, simulator);
}

function goOn(
  { ward }: EmbeddedWard,
  people: SimulatedWard,
  onTrouble: (error: unknown) => void = () => undefined,
): () => void {
  let from = Date.now();
  let isBusy = false;
  const step = async () => {
    const to = Date.now();
    // A machine that slept for an hour has missed it, like everybody else.
    const since = Math.max(from, to - 10 * SECOND);
    from = to;
    await speak(ward, people.signalsBetween(since, to));
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    step()
      .catch(onTrouble)
      .finally(() => {
        isBusy = false;
      });
  }, LIVE_STEP_MS);
  const ticking = setInterval(() => ward.loop.tick(), TICK_MS);
  return () => {
    clearInterval(timer);
    clearInterval(ticking);
  };
}

/** Minutes east of Greenwich. */
function offsetOf(zone: string, at: Instant): number {
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name ?? "") ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
}
