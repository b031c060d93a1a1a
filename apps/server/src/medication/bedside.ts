import { accept, MINUTE, type Put, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import {
  type Bedside,
  type DecidedScan,
  type Decision,
  type DoseEvent,
  check as decide,
  type Handed,
  type MedicationChart,
  nearMissOf,
} from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import { bare } from "./book.ts";
import { type BedsideCheck, dayOf, keyOf } from "./kept.ts";
import type { NearPuts } from "./near.ts";
import { chartOf, type Giver, keep, now, type Room } from "./room.ts";
import type { CheckAnswer, CheckRequest } from "./shapes.ts";
import type { WitnessMark } from "./witnesses.ts";

/** From the scan to the hand: after that the scan is made again. Ours; a round's check takes seconds. */
export const checkMs = 10 * MINUTE;

/**
 * A claim is asked for now. One that arrives later lay in a queue whose holder was told that nobody answered, and may have
 * put the medicine back: it is not heard any more.
 */
export const claimMs = MINUTE;

export type Scan = Omit<CheckRequest, "witness">;

/** The bedside as it is now, with a network: for the check, and once more for the moment of giving. */
export function bedsideOf(
  room: Room,
  chart: MedicationChart,
  scan: Scan,
  giver: Giver,
  witness: WitnessMark | null,
): Bedside {
  const { ward, rules, shelf, leases, book } = room;
  const person = chart.person as SubjectId;
  const at = now(room);
  const lease = leases.standing(person, at);
  return {
    now: at,
    zone: ward.zone,
    policy: rules.policy,
    formulary: shelf.formulary,
    chart,
    whose: ({ type, id }) => {
      const other = type === "pack" ? book.personOfPack(id) : book.personOfBand(id);
      if (other === null) return null;
      return giver.sees(other) ? (book.chart(other)?.name ?? "") : "";
    },
    wanted: scan.wanted,
    person: scan.scan,
    items: scan.items,
    route: scan.route,
    device: scan.device,
    network: { online: true, leaseOfOther: lease && lease.device !== scan.device ? lease : null },
    // It is our own clock that counts here.
    clockOffMs: 0,
    staff: { id: giver.actor.id, may: giver.may, mayOverride: giver.mayOverride },
    witness: witness?.staff ?? null,
    nameOf: room.nameOf,
  };
}

export const checkKey = (id: string): string => keyOf("check", id);

/** The near miss that a blocked scan was, ready for its commit; null where nothing was averted. */
export function missOf(room: Room, said: DecidedScan): NearPuts | null {
  const miss = nearMissOf(said);
  return miss && room.near.putsOf(miss);
}

/** Decides, with a network, and keeps the scan and what was decided, whatever comes of it. */
export async function check(room: Room, request: CheckRequest, giver: Giver): Promise<Read<CheckAnswer>> {
  const person = request.person as SubjectId;
  const chart = chartOf(room, person);
  if (!chart.ok) return chart;
  const { witness: token, ...scan } = request;
  const mark = token === null ? accept(null) : room.witnesses.read(token, person, giver.actor.id, now(room));
  if (!mark.ok) return mark;
  room.devices.inHand(scan.device, giver.actor.id);
  const bedside = bedsideOf(room, chart.value, scan, giver, mark.value);
  const decision = decide(bedside);
  const id = newId("mc");
  const kept: BedsideCheck = {
    resourceType: "BedsideCheck",
    id: checkKey(id),
    person,
    day: dayOf(bedside.now),
    said: {
      at: bedside.now,
      by: giver.actor.id,
      device: scan.device,
      offline: false,
      lease: null,
      chartVersion: room.book.version(person),
      request: scan,
      decision: { ...decision, findings: decision.findings.filter(({ result }) => result !== "right") },
      witness: mark.value,
      link: null,
    },
  };
  const miss = missOf(room, { id, decision, bedside, overridden: false });
  const read = await keepCheck(room, kept, giver, miss, []);
  return read.ok ? accept({ id, decision }) : read;
}

/** Also of a check that was decided on a device, with the end of its queue. */
export async function keepCheck(
  room: Room,
  kept: BedsideCheck,
  giver: Giver,
  miss: NearPuts | null,
  heads: readonly Put[],
): Promise<Read<null>> {
  const { decision, device, offline } = kept.said;
  const wrong = decision.findings.filter(({ result }) => result === "wrong" || result === "unknown");
  const names = [...new Set(wrong.map(({ check: name }) => name))];
  const read = await keep(room, {
    person: kept.person,
    by: giver.actor,
    puts: [{ resource: kept, ifMatch: 0 }, ...(miss?.puts ?? [])],
    others: [...(miss?.others ?? []), ...heads],
    lines: [
      {
        type: `medication.check-${decision.verdict}`,
        content: { check: `checked.${names[0] ?? "code"}`, checks: names.join(", "), device, offline },
      },
    ],
    entered: [],
  });
  if (read.ok) miss?.done();
  return read;
}

export async function keptCheck(room: Room, id: string): Promise<BedsideCheck | null> {
  const found = await room.ward.records.get<BedsideCheck>("BedsideCheck", checkKey(id));
  return found?.resource ?? null;
}

/** What the check calls it: of a medicine as needed a dose has no name before it is given. */
export const doseAsked = (event: Pick<DoseEvent, "dose" | "order">): string =>
  event.dose.startsWith(`${event.order}@prn/`) ? `${event.order}@prn` : event.dose;

/**
 * Decided again at the moment of giving. A pack is several doses, each with its own event: what the others of this very scan
 * were is left out, this one is not, so that one scan gives one medicine as needed once.
 */
export function decideAgain(
  room: Room,
  chart: MedicationChart,
  kept: BedsideCheck,
  { check: id, ...event }: Handed,
  giver: Giver,
): Decision {
  const own = doseAsked(event);
  const others = new Set(
    chart.events.flatMap((other) =>
      other.type === "handed" && other.check === id && doseAsked(other) !== own ? [other.dose] : [],
    ),
  );
  const before = others.size === 0 ? chart : { ...chart, events: chart.events.filter(({ dose }) => !others.has(dose)) };
  return decide(bedsideOf(room, before, kept.said.request, giver, kept.said.witness));
}

/** Whether a check may be followed by this giver, on this device, now. */
export function fits(
  room: Room,
  kept: BedsideCheck | null,
  said: { readonly person: string; readonly by: string; readonly device: string },
): Read<BedsideCheck> {
  if (!kept) return refuse("MED_CHECK", "check", "none", "the id of a check that was kept");
  const { at, by, device } = kept.said;
  const isSame = kept.person === said.person && by === said.by && device === said.device;
  if (!isSame) return refuse("MED_CHECK", "check", `of ${bare(kept.person)} by ${by}`, "a scan of the same hand");
  if (now(room) - at > checkMs) return refuse("MED_CHECK", "check", `of ${new Date(at).toISOString()}`, "a new scan");
  return accept(kept);
}
