import type { DoseEvent, Lease } from "@sakiyomi/medication";
import type { Session } from "../../link/shapes.ts";
import type { ChartsView, ChartView, FormularyView, LeasesAnswer } from "../shapes.ts";
import { alone } from "./alone.ts";
import type { Drawer } from "./drawer.ts";
import { ROUND_KEY, seal, unseal } from "./sealed.ts";

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
export const dropHeld = (drawer: Drawer): Promise<void> =>
  // Never between the reading and the writing of a change: what is written after it would lie there again.
  alone("held", () => drawer.remove([HELD, ROUND_KEY]));

/** Reads, changes and keeps it, with nobody between. Where nothing is held, nothing is kept. */
export const changeHeld = (drawer: Drawer, change: (held: Held) => Held): Promise<Held | null> =>
  alone("held", async () => {
    const held = await readHeld(drawer);
    if (held === null) return null;
    const next = change(held);
    if (next !== held) await keepHeld(drawer, next);
    return next;
  });

/** Takes more people along, beside those who are held. */
export const addHeld = (drawer: Drawer, answer: LeasesAnswer, session: Session): Promise<void> =>
  alone("held", async () => keepHeld(drawer, heldWith(await readHeld(drawer), answer, session)));

/** What is left of it now: people whose lease has ended are taken out, and where none is left, all is. */
export async function renewHeld(drawer: Drawer, now: number): Promise<Held | null> {
  const held = await changeHeld(drawer, (was) => stillLeased(was, now));
  if (held === null || held.leases.length > 0) return held;
  await dropHeld(drawer);
  return null;
}

function stillLeased(held: Held, now: number): Held {
  const leases = held.leases.filter(({ until }) => until > now);
  if (leases.length === held.leases.length) return held;
  const people = new Set(leases.map(({ person }) => person));
  return { ...held, leases, charts: narrowedTo(held.charts, people) };
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

/** What the server says now, of the people whose round this phone has. A lease that somebody broke is none any more. */
export function refreshed(held: Held, view: ChartsView): Held {
  const broken = new Set(view.brokenLeases.map(({ lease }) => lease.id));
  const leases = held.leases.filter(({ id }) => !broken.has(id));
  const charts = { ...view, charts: merged(held.charts.charts, view.charts) };
  return { ...held, leases, charts: narrowedTo(charts, new Set(leases.map(({ person }) => person))) };
}

/**
 * The newer ones in the place of the older. Events are never taken back (a mistake is struck out by another one): what was
 * said here while the newer chart was on its way stays in it. Forgotten, a dose would look as if nobody had given it.
 */
export function merged(before: readonly ChartView[], newer: readonly ChartView[]): readonly ChartView[] {
  const found = new Map(newer.map((chart) => [chart.person, chart]));
  const kept = before.map((chart) => {
    const fresh = found.get(chart.person);
    return fresh === undefined ? chart : withEvents(fresh, chart.events);
  });
  const had = new Set(before.map(({ person }) => person));
  return [...kept, ...newer.filter(({ person }) => !had.has(person))];
}

function withEvents(chart: ChartView, events: readonly DoseEvent[]): ChartView {
  const known = new Set(chart.events.map(({ id }) => id));
  const more = events.filter(({ id }) => !known.has(id));
  return more.length === 0 ? chart : { ...chart, events: [...chart.events, ...more] };
}

/** The list of drugs is nobody's: it lies unsealed, and is asked for again only when it changed. */
export interface KeptFormulary {
  readonly etag: string;
  readonly view: FormularyView;
}
export const readFormulary = async (drawer: Drawer): Promise<KeptFormulary | null> =>
  ((await drawer.get(FORMULARY)) as KeptFormulary | undefined) ?? null;
export const keepFormulary = (drawer: Drawer, kept: KeptFormulary): Promise<void> => drawer.put({ [FORMULARY]: kept });
