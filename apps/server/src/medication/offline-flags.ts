import type { SubjectId } from "@sakiyomi/core";
import type { DoseEvent, Handed } from "@sakiyomi/medication";
import { doseAsked, keptCheck } from "./bedside.ts";
import { type Flag, isAhead } from "./flags.ts";
import type { BedsideCheck } from "./kept.ts";
import { bareStaff, giverOf, type Member, now, type Room } from "./room.ts";
import type { QueueLink } from "./shapes.ts";
import { witnessMs } from "./witnesses.ts";

/** Who brings a queue. */
export interface Uploader {
  /** Bare id of whoever is signed in where the queue comes from. */
  readonly staff: string;
}

/** What the house has to say about what happened where it could not be asked. */
export async function offlineFlags(
  room: Room,
  link: QueueLink,
  event: DoseEvent,
  member: Member,
  uploader: Uploader,
): Promise<readonly Flag[]> {
  const person = event.person as SubjectId;
  const isKnown = await wasSignedIn(room, link, event.at, uploader);
  // Who has left or moved since was in reach when the round was taken along.
  const isInReach = member.reaches("medication.see", person) || hadRound(room, link, event);
  const mayGive = giverOf(member).may !== "nothing" && isInReach;
  const flags: readonly (readonly [Flag, boolean])[] = [
    ["clock", isAhead(event.at, now(room))],
    ["unknown-order", room.book.order(person, event.order) === null],
    ["unknown-session", !isKnown],
    ["not-permitted", !mayGive],
  ];
  const found = flags.flatMap(([flag, is]) => (is ? [flag] : []));
  if (event.type === "prepared" && !member.permits("medication.prepare") && mayGive) return [...found, "not-permitted"];
  return event.type === "handed" ? [...found, ...(await handedFlags(room, link, event, member))] : found;
}

async function handedFlags(room: Room, link: QueueLink, event: Handed, member: Member): Promise<readonly Flag[]> {
  const person = event.person as SubjectId;
  const mayOverride = giverOf(member).mayOverride;
  const overruled = new Set(mayOverride ? (event.override?.checks ?? []) : []);
  const hasLease = room.leases.at(person, link.device, event.at) !== null || overruled.has("lease");
  const check = event.check === null ? null : await keptCheck(room, event.check);
  const own = check && isAbout(check, event) ? check : null;
  const isFollowed =
    own === null
      ? overruled.size > 0
      : wrongsOf(own, event).every(({ check: name, mayOverride: may }) => may && overruled.has(name));
  const flags: readonly (readonly [Flag, boolean])[] = [
    ["no-lease", !hasLease],
    ["against-check", !isFollowed],
    ["unproven-witness", event.witness !== null && !isProven(own, event)],
    ["not-permitted", event.override !== null && !mayOverride],
  ];
  return flags.flatMap(([flag, is]) => (is ? [flag] : []));
}

/** The round of this person was with this hand on this device then. */
const hadRound = ({ leases }: Room, { device }: QueueLink, { person, at, by }: DoseEvent): boolean =>
  leases.at(person as SubjectId, device, at)?.staff === by;

/** A check of this hand about this very dose: one of another dose lets nothing be given. */
const isAbout = ({ person, said: { by, device, decision } }: BedsideCheck, event: Handed): boolean =>
  person === event.person &&
  by === event.by &&
  device === event.device &&
  decision.doses.some(({ id }) => id === doseAsked(event));

/** What the check said against this dose: of a pack of five one may be on hold, and the four others are given all the same. */
const wrongsOf = ({ said: { decision } }: BedsideCheck, event: Handed) =>
  decision.findings.filter(
    ({ result, dose }) =>
      (result === "wrong" || result === "unknown") && (dose === undefined || dose === doseAsked(event)),
  );

/** The network went away after the second person had signed: the house itself has kept that. */
const isProven = (check: BedsideCheck | null, event: Handed): boolean =>
  check !== null &&
  !check.said.offline &&
  check.said.witness?.staff === event.witness &&
  event.at - check.said.at <= witnessMs;

/** A session lasts 12 hours at most (NIST SP 800-63B, as in sessions.ts). */
const sessionMs = 12 * 3600 * 1000;

/**
 * Whoever is signed in now says their own; of anybody else the journal has to know a sign-in of that shift, and the house that
 * this device was in their hand. Otherwise anybody with a phone of their own could write in a colleague's name.
 */
async function wasSignedIn(room: Room, link: QueueLink, at: number, uploader: Uploader): Promise<boolean> {
  const staff = bareStaff(link.staff);
  if (staff === uploader.staff) return true;
  const actor = `staff:${staff}`;
  const { leases, devices } = room;
  if (!leases.wasHeldBy(link.device, actor, at) && !devices.wasInHand(link.device, actor, at, sessionMs)) return false;
  const found = await room.ward.records.entries({
    ...{ types: ["access.sign-in"], actor },
    ...{ from: at - sessionMs, to: at, limit: 1 },
  });
  return found.length > 0;
}
