import { existsSync } from "node:fs";
import { join } from "node:path";
import { HOUR, type Instant, MINUTE, SECOND, TICK_MS } from "@sakiyomi/core";
import { type Scene, type SimulatedWard, simulatedWard, type WardOptions } from "@sakiyomi/simulator";
import { type EmbeddedOptions, type EmbeddedWard, openEmbeddedWard } from "../ward/embedded.ts";
import type { Ward } from "../ward/port.ts";
import { expecting, measuring } from "./at-home.ts";
import { withDrinks } from "./drinks.ts";
import { type Guest, type Opened, simulator } from "./guest.ts";
import { moveIn, welcome } from "./move-in.ts";
import { LIVED, napRoom } from "./nap-room.ts";
import { type Said, speak } from "./speak.ts";

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

const WARM_STEP_MS = MINUTE;
/** So many steps are lived before the disk is waited for, and simulated staff look at the board. */
const WARM_STRIDE = 5;
const LIVE_STEP_MS = 250;
/** So often somebody of the demo is at a desk. */
const AT_DESK_MS = 10 * MINUTE;
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
  const { ward } = house;
  const opened: Opened = {
    at: Date.now(),
    utcOffsetMin: offsetOf(zone, Date.now()),
    seed: Number(options.seed) || 1,
  };
  const people = simulated(options, opened);
  const children = napRoom(opened);
  const guests = [...children, expecting(opened), measuring(opened)];
  if (ward.board().people.length === 0) await moveIn(ward, people.quiet, ward.now());
  await welcome(ward, guests);
  // Said again it is the same; a nap whose end was said to nobody would go on.
  if (!isNew) await speak(ward, saidBy(children, opened.at - LIVED, opened.at, false));
  if (isNew) await warmUp(house, both(people.quiet, guests, false), clock, options.onProgress);
  clock.isLive = true;
  return { ...house, stop: goOn(house, guests, both(people.loud, guests, true), options.onTrouble) };
}

/** What was sent in [from, to). */
type Sent = (from: Instant, to: Instant) => readonly Said[];

const saidBy = (guests: readonly Guest[], from: Instant, to: Instant, isSeen: boolean): readonly Said[] =>
  guests.map((guest) => ({ resident: guest, signals: guest.signalsBetween(from, to, isSeen) }));

const both =
  (people: SimulatedWard, guests: readonly Guest[], isSeen: boolean): Sent =>
  (from, to) => [...people.signalsBetween(from, to).map(withDrinks), ...saidBy(guests, from, to, isSeen)];

/** The same people twice: waveforms are made only while somebody can look at them. */
function simulated(
  { seed, people }: DemoOptions,
  { at: now, utcOffsetMin }: Opened,
): { quiet: SimulatedWard; loud: SimulatedWard } {
  const start = now - 3 * 24 * HOUR;
  const shared: WardOptions = {
    seed,
    people,
    start,
    utcOffsetMin,
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

async function warmUp(
  { ward }: EmbeddedWard,
  sent: Sent,
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
      saying.push(speak(ward, sent(from, clock.now)));
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
  guests: readonly Guest[],
  sent: Sent,
  onTrouble: (error: unknown) => void = () => undefined,
): () => void {
  let from = Date.now();
  const step = async () => {
    const to = Date.now();
    // A machine that slept for an hour has missed it, like everybody else.
    const since = Math.max(from, to - 10 * SECOND);
    from = to;
    await speak(ward, sent(since, to));
  };
  const attended = async () => {
    for (const guest of guests) await guest.attend?.(ward);
  };
  const stops = [again(step, LIVE_STEP_MS, onTrouble), again(attended, AT_DESK_MS, onTrouble)];
  const ticking = setInterval(() => ward.loop.tick(), TICK_MS);
  return () => {
    for (const stop of stops) stop();
    clearInterval(ticking);
  };
}

/** Every so often, but never before the last time is over; gives what ends it. */
function again(work: () => Promise<void>, everyMs: number, onTrouble: (error: unknown) => void): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch(onTrouble)
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}

/** Minutes east of Greenwich. */
function offsetOf(zone: string, at: Instant): number {
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name ?? "") ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
}
