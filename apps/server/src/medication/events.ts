import { accept, type Put, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import {
  type DoseEvent,
  foldEvents,
  type Handed,
  isGiven,
  type MedicationChart,
  type ToGive,
} from "@sakiyomi/medication";
import { claimMs, decideAgain, doseAsked, fits, keptCheck } from "./bedside.ts";
import { type Flag, isAhead, newConflicts } from "./flags.ts";
import { type BedsideCheck, claimOf, type DoseClaim, type KeptEvent, keptEvent, keyOf, type LinkTie } from "./kept.ts";
import { chartOf, type Giver, keep, now, type Room } from "./room.ts";

/** What became of something that was said. */
export type SaidResult =
  | { readonly result: "kept" | "repeated" }
  | { readonly result: "flagged"; readonly flags: readonly Flag[] };

/** How it was said: asked for now, or told afterwards, when nothing can be undone. */
export type Telling = { readonly offline: false } | { readonly offline: true; readonly flags: readonly Flag[] };

export interface Saying {
  readonly event: DoseEvent;
  readonly giver: Giver;
  readonly mayPrepare: boolean;
  readonly telling: Telling;
  /** The end of a queue, kept in the same commit. */
  readonly heads: readonly Put[];
  /** By which link of a queue. */
  readonly link: LinkTie | null;
}

/** What one event needs beside its own record. */
interface Allowed {
  readonly puts: readonly Put[];
  readonly check: BedsideCheck | null;
}
const plain: Allowed = { puts: [], check: null };

/**
 * Keeps one event. While there is a network, `handed` is a claim: of all who say it of one dose exactly one is heard, and it
 * is decided again at that moment. What was said without a network has happened: it is kept, and flagged where it should not
 * have. Everything of one person goes one after the other, so that intervals and maxima are counted right.
 */
export function sayEvent(room: Room, saying: Saying): Promise<Read<SaidResult>> {
  const person = saying.event.person as SubjectId;
  return room.inLine(person, async () => {
    const chart = chartOf(room, person);
    if (!chart.ok) return chart;
    const known = await alreadySaid(room, saying.event);
    if (!known.ok) return known;
    if (known.value) return accept<SaidResult>({ result: "repeated" });
    const { telling } = saying;
    const allowed = telling.offline
      ? await mayBeTold(room, chart.value, saying)
      : await mayBeSaid(room, chart.value, saying);
    if (!allowed.ok) return allowed;
    return write(room, chart.value, saying, allowed.value);
  });
}

async function alreadySaid(room: Room, event: DoseEvent): Promise<Read<boolean>> {
  const found = await room.ward.records.get<KeptEvent>("DoseEvent", keyOf("event", event.id));
  if (!found) return accept(false);
  const { event: was } = found.resource.said;
  const isSame = was.dose === event.dose && was.type === event.type && was.person === event.person;
  return isSame ? accept(true) : refuse("REC_CONFLICT", "event", event.id, "an id of its own for each event");
}

async function write(room: Room, chart: MedicationChart, saying: Saying, allowed: Allowed): Promise<Read<SaidResult>> {
  const { event, giver, telling, heads } = saying;
  const flags: readonly Flag[] = [
    ...new Set([
      ...newConflicts(room, chart, event).map(({ type }) => type),
      ...(telling.offline ? telling.flags : []),
    ]),
  ];
  const kept = keptEvent(event, { receivedAt: now(room), place: chart.placeName, flags, link: saying.link });
  const miss = overriddenMiss(room, event);
  const read = await keep(room, {
    person: event.person as SubjectId,
    by: giver.actor,
    puts: [{ resource: kept, ifMatch: 0 }, ...allowed.puts, ...(miss?.puts ?? [])],
    others: [...heads, ...(miss?.others ?? [])],
    lines: linesOf(chart, event, flags),
    entered: [{ type: "event", event, flags }],
  });
  if (!read.ok) return read.refusal.field === "DoseClaim" ? refuseGiven(event.dose) : read;
  miss?.done();
  room.doses.changed(kept.day);
  if (allowed.check?.said.witness) room.witnesses.use(allowed.check.said.witness, doseAsked(event));
  await room.signals.dose(event, flags).catch(room.trouble);
  return accept<SaidResult>(flags.length === 0 ? { result: "kept" } : { result: "flagged", flags });
}

/** The averted scan turns out not to have been averted. */
function overriddenMiss(room: Room, event: DoseEvent) {
  if (event.type !== "handed" || event.override === null || event.check === null) return null;
  const miss = room.near.find(event.check);
  return miss && room.near.putsOf({ ...miss, person: event.person, overridden: true });
}

function linesOf(chart: MedicationChart, event: DoseEvent, flags: readonly Flag[]) {
  const drug = chart.orders.find(({ id }) => id === event.order)?.drug.text ?? event.order;
  const more =
    event.type === "handed" && event.override !== null
      ? { reason: event.override.reason, checks: event.override.checks.join(", ") }
      : "reason" in event && event.reason !== ""
        ? { reason: event.reason }
        : {};
  const content = {
    ...{ drug, doseId: event.dose, happenedAt: event.at, who: event.by, device: event.device },
    ...("outcome" in event ? { outcome: `outcome.${event.outcome}` } : {}),
    ...("effect" in event ? { effect: `effect.${event.effect}` } : {}),
    ...more,
  };
  const type = event.type === "handed" && event.override !== null ? "handed-override" : event.type;
  return [
    { type: `medication.${type}`, content },
    ...(flags.length === 0
      ? []
      : [{ type: "medication.flagged", content: { drug, flag: `flag.${flags[0]}`, flags: flags.join(", ") } }]),
  ];
}

type Asking = { readonly room: Room; readonly chart: MedicationChart; readonly saying: Saying };
type Rules = {
  readonly [T in DoseEvent["type"]]: (asking: Asking, event: Extract<DoseEvent, { type: T }>) => Promise<Read<Allowed>>;
};

const byAnybodyWhoGives = async ({ saying }: Asking): Promise<Read<Allowed>> =>
  saying.giver.may === "nothing"
    ? refuse("ACCESS_ROLE", "role", "no right to give medicines", "a role that hands them over")
    : accept(plain);

const rules: Rules = {
  handed: mayHand,
  taken: byAnybodyWhoGives,
  "not-taken": byAnybodyWhoGives,
  effect: byAnybodyWhoGives,
  prepared: async ({ saying }) =>
    saying.mayPrepare
      ? accept(plain)
      : refuse("ACCESS_ROLE", "role", "no right to prepare", "a role that has medication.prepare"),
  "struck-out": async ({ chart, saying: { giver } }, { event }) => {
    const was = chart.events.find(({ id }) => id === event);
    return was ? mayStrike(was, giver) : refuse("REC_MISSING", "event", event, "an event of the last days");
  },
};

const mayStrike = (was: DoseEvent, giver: Giver): Read<Allowed> =>
  was.by === giver.actor.id || giver.may === "give"
    ? accept(plain)
    : refuse("ACCESS_ROLE", "by", was.by, "whoever said it, or a nurse or doctor");

/**
 * What happened without a network has happened. Striking something out is no happening: it needs the same right with and
 * without a network, or a dose that somebody gave could be made one that nobody gave.
 */
async function mayBeTold(room: Room, chart: MedicationChart, saying: Saying): Promise<Read<Allowed>> {
  const { event, giver, telling } = saying;
  // In the name of somebody of whom nobody knows that they were there, nothing is taken back.
  if (event.type === "struck-out" && telling.offline && telling.flags.includes("unknown-session"))
    return refuse("ACCESS_WRONG", "by", event.by, "somebody who had this device in hand");
  const was = event.type === "struck-out" ? chart.events.find(({ id }) => id === event.event) : undefined;
  return was ? mayStrike(was, giver) : accept(await claimIfFree(room, chart, event));
}

async function mayBeSaid(room: Room, chart: MedicationChart, saying: Saying): Promise<Read<Allowed>> {
  const { event } = saying;
  if (!chart.orders.some(({ id }) => id === event.order))
    return refuse("REC_MISSING", "order", event.order, "an order of this person");
  if (event.type !== "struck-out" && !event.dose.startsWith(`${event.order}@`))
    return refuse("HTTP_SHAPE", "event.dose", event.dose, `a dose of ${event.order}`);
  const at = now(room);
  if (isAhead(event.at, at)) return refuse("SIG_FUTURE", "at", event.at, `at most ${at}`);
  const rule = rules[event.type] as (asking: Asking, event: DoseEvent) => Promise<Read<Allowed>>;
  return rule({ room, chart, saying }, event);
}

async function mayHand({ room, chart, saying }: Asking, event: Handed): Promise<Read<Allowed>> {
  const { giver } = saying;
  const isNamed = doseAsked(event) === event.dose || event.dose === `${event.order}@prn/${event.id}`;
  if (!isNamed) return refuse("HTTP_SHAPE", "event.dose", event.dose, `${event.order}@prn/${event.id}`);
  const check = event.check === null ? await afterwards(giver, event) : await followed(room, chart, giver, event);
  if (!check.ok) return check;
  const claim = await claimed(room, event);
  const isFree = !isTaken(chart, event.dose) || overrules(event, "given");
  if (!isFree) return refuseGiven(event.dose);
  return accept({ puts: [claim.put], check: check.value });
}

/** Told without a scan: only by somebody who may override, with the reason. */
async function afterwards(giver: Giver, event: Handed): Promise<Read<BedsideCheck | null>> {
  if (event.override === null) return refuse("MED_CHECK", "check", "none", "a scan, or an override with its reason");
  return giver.mayOverride ? accept(null) : refuse("ACCESS_ROLE", "override", "no right to", "medication.override");
}

async function followed(
  room: Room,
  chart: MedicationChart,
  giver: Giver,
  event: Handed,
): Promise<Read<BedsideCheck | null>> {
  const at = now(room);
  if (event.at < at - claimMs) return refuse("MED_CHECK", "at", new Date(event.at).toISOString(), "what happens now");
  const kept = await keptCheck(room, event.check ?? "");
  const fitting = fits(room, kept, event);
  if (!fitting.ok) return fitting;
  const decision = decideAgain(room, chart, fitting.value, event, giver);
  const wanted = doseAsked(event);
  const toGive = decision.toGive.find(({ dose, order }) => dose === wanted && order === event.order);
  const against = [
    ...decision.findings.filter(({ result, dose }) => isAgainst(result) && (dose === undefined || dose === wanted)),
    ...differences(toGive, event),
  ];
  const open = against.find(({ check, mayOverride }) => !mayOverride || !giver.mayOverride || !overrules(event, check));
  if (open) return refuse("MED_BLOCKED", open.check, open.text, "a check that lets it be given, or an override");
  if (!toGive) return refuse("MED_CHECK", "dose", event.dose, "a dose that the scan is about");
  return witnessed(room, fitting.value, decision.needsWitness, event);
}

const isAgainst = (result: string): boolean => result === "wrong" || result === "unknown";
const overrules = (event: Handed, check: string): boolean => event.override?.checks.includes(check) ?? false;

interface Against {
  readonly check: string;
  readonly text: unknown;
  readonly mayOverride: boolean;
}

/** What is said to be handed over has to be what was decided on. */
function differences(toGive: ToGive | undefined, event: Handed): readonly Against[] {
  if (!toGive) return [];
  const { amount } = toGive;
  const isAmount = event.amount?.value === amount?.value && event.amount?.unit === amount?.unit;
  // As at the check: less than ordered somebody may answer for, more or another way nobody.
  const isLess = amount === null || (event.amount?.unit === amount.unit && event.amount.value < amount.value);
  return [
    ...(isAmount ? [] : [{ check: "dose", text: event.amount, mayOverride: isLess }]),
    ...(event.route === toGive.route ? [] : [{ check: "route", text: event.route, mayOverride: false }]),
  ];
}

function witnessed(room: Room, kept: BedsideCheck, needsWitness: boolean, event: Handed): Read<BedsideCheck | null> {
  const mark = kept.said.witness;
  if (event.witness === null && (!needsWitness || overrules(event, "witness"))) return accept(kept);
  const isSigned =
    mark !== null && event.witness === mark.staff && room.witnesses.covers(mark, doseAsked(event), now(room));
  return isSigned ? accept(kept) : refuse("MED_WITNESS", "witness", event.witness, "who signed in for this dose");
}

const isTaken = (chart: MedicationChart, dose: string): boolean => {
  const state = foldEvents(chart.events.filter((event) => event.dose === dose || event.type === "struck-out")).get(
    dose,
  );
  return state !== undefined && isGiven(state);
};

const refuseGiven = (dose: string) => refuse("MED_GIVEN", "dose", dose, "a dose that nobody has given");

/** The claim is based on its newest version: of two that were based on the same one only one is kept. */
async function claimed(room: Room, event: DoseEvent): Promise<{ readonly put: Put }> {
  const claim = claimOf(event.person as SubjectId, event.dose, event.id);
  const found = await room.ward.records.get<DoseClaim>("DoseClaim", claim.id);
  return { put: { resource: claim, ifMatch: found?.version ?? 0 } };
}

/** What has happened takes the dose, unless somebody has it: then both stand, and the conflict is flagged. */
async function claimIfFree(room: Room, chart: MedicationChart, event: DoseEvent): Promise<Allowed> {
  if (event.type !== "handed" || isTaken(chart, event.dose)) return plain;
  return { puts: [(await claimed(room, event)).put], check: null };
}
