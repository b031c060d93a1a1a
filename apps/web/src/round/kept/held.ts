import type { DoseEvent, Lease } from "@sakiyomi/medication";
import type { Session } from "../../link/shapes.ts";
import type { ChartsView, ChartView, FormularyView, LeasesAnswer } from "../shapes.ts";
import type { Drawer } from "./drawer.ts";
import { unsentCount } from "./queue.ts";
import { QUEUE_KEY, ROUND_KEY, seal, unseal } from "./sealed.ts";

/**
 * The round that was taken along: everything of some people that the check needs, for as long as a lease runs. Sealed on the
 * device, with the session of who took it: without a network nobody else can be asked who is there.
 */
export interface Held {
  readonly session: Session;
  readonly charts: ChartsView;
  readonly leases: readonly Lease[];
  readonly whose: LeasesAnswer["whose"];
  /** By the server's clock. */
  readonly takenAt: number;
}

const HELD = "held";
const FORMULARY = "formulary";

export const readHeld = (drawer: Drawer): Promise<Held | null> => unseal<Held>(drawer, ROUND_KEY, HELD);

export async function keepHeld(drawer: Drawer, held: Held): Promise<void> {
  await drawer.put({ [HELD]: await seal(drawer, ROUND_KEY, HELD, held) });
}

/** Gone for good: the key with it, so that a copy of the disk is of no use. What is not sent yet stays. */
export async function dropHeld(drawer: Drawer): Promise<void> {
  await drawer.remove([HELD, ROUND_KEY]);
}

/** When nothing waits to be sent, the queue's key goes, too. */
export async function forgetSent(drawer: Drawer): Promise<void> {
  const waiting = await drawer.names("queue-");
  if (!waiting.some((name) => name !== "queue-tail")) await drawer.remove([QUEUE_KEY]);
}

/** What is left of it now: people whose lease has ended are taken out, and where none is left, all is. */
export async function renewHeld(drawer: Drawer, now: number): Promise<Held | null> {
  const held = await readHeld(drawer);
  if (held === null) return null;
  const leases = held.leases.filter(({ until }) => until > now);
  if (leases.length === held.leases.length) return held;
  if (leases.length === 0) {
    await dropHeld(drawer);
    if ((await unsentCount(drawer)) === 0) await forgetSent(drawer);
    return null;
  }
  const people = new Set(leases.map(({ person }) => person));
  const left: Held = { ...held, leases, charts: narrowedTo(held.charts, people) };
  await keepHeld(drawer, left);
  return left;
}

const narrowedTo = (view: ChartsView, people: ReadonlySet<string>): ChartsView => ({
  ...view,
  charts: view.charts.filter(({ person }) => people.has(person)),
});

/** Taken along in two goes: both stay. */
export function heldWith(before: Held | null, answer: LeasesAnswer, session: Session): Held {
  const renewed = new Set(answer.leases.map(({ person }) => person));
  const leases = [...(before?.leases ?? []).filter(({ person }) => !renewed.has(person)), ...answer.leases];
  const charts = { ...answer.charts, charts: merged(before?.charts.charts ?? [], answer.charts.charts) };
  const people = new Set(leases.map(({ person }) => person));
  return { session, leases, whose: answer.whose, takenAt: answer.charts.at, charts: narrowedTo(charts, people) };
}

/** What was just said at the bedside stands in the chart that was taken along, before the server has heard of it. */
export const heldWithEvent = (held: Held, event: DoseEvent): Held => ({
  ...held,
  charts: {
    ...held.charts,
    charts: held.charts.charts.map((chart) =>
      chart.person === event.person ? { ...chart, events: [...chart.events, event] } : chart,
    ),
  },
});

/** What the server says now, of the people whose round this phone has. */
export const refreshed = (held: Held, view: ChartsView): Held => ({
  ...held,
  charts: narrowedTo(
    { ...view, charts: merged(held.charts.charts, view.charts) },
    new Set(held.leases.map(({ person }) => person)),
  ),
});

/** The newer ones in the place of the older. */
export function merged(before: readonly ChartView[], newer: readonly ChartView[]): readonly ChartView[] {
  const found = new Map(newer.map((chart) => [chart.person, chart]));
  const kept = before.map((chart) => found.get(chart.person) ?? chart);
  const had = new Set(before.map(({ person }) => person));
  return [...kept, ...newer.filter(({ person }) => !had.has(person))];
}

/** The list of drugs is nobody's: it lies unsealed, and is asked for again only when it changed. */
export interface KeptFormulary {
  readonly etag: string;
  readonly view: FormularyView;
}
export const readFormulary = async (drawer: Drawer): Promise<KeptFormulary | null> =>
  ((await drawer.get(FORMULARY)) as KeptFormulary | undefined) ?? null;
export const keepFormulary = (drawer: Drawer, kept: KeptFormulary): Promise<void> => drawer.put({ [FORMULARY]: kept });
