import { type Instant, identityOf, kinds, type Signal } from "@sakiyomi/core";
import { naps } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { nameOf } from "../names.ts";
import type { Child } from "./children.ts";
import type { LookView } from "./shapes.ts";

/** What was said about one child's naps. */
export interface Pages {
  readonly naps: readonly naps.Nap[];
  readonly looks: readonly LookView[];
  /** The same looks, as the rules read them, and those before by so much as was asked for. */
  readonly read: readonly naps.Look[];
}

/** So much later than it was taken, and the ledger tells when a tap came in. Project's choice. */
const CAME_LATE_MS = 120_000;
const POSTURE_STALE_MS = kinds.posture.staleAfterMs;

/** What the store has of a child between two times, and of its naps that began up to `before` earlier; nothing that was struck out. */
export async function pagesOf(
  house: House,
  { subject }: Child,
  from: Instant,
  to: Instant,
  before = 0,
): Promise<Pages> {
  const { store } = house.ward;
  const [said, all, postures] = await Promise.all([
    store.range({ subject, kind: "nap", from: from - before, to }),
    store.range({ subject, kind: "nap-check", from: from - before, to }),
    store.range({ subject, kind: "posture", from: from - POSTURE_STALE_MS, to }),
  ]);
  const words = said.map((signal) => ({ id: identityOf(signal), at: signal.at, phase: signal.value.phase }));
  const found = naps.napsOf(words);
  const read = all.map((signal) => naps.lookOf(identityOf(signal), signal.at, signal.value));
  const checks = all.filter(({ at }) => at >= from);
  const shown = checks.map((signal) => naps.lookOf(identityOf(signal), signal.at, signal.value));
  const looks = checks.map((signal, i) => {
    const look = shown[i] as naps.Look;
    return viewOf(signal, look, {
      by: nameOf(house, signal.source),
      sensor: shownAt(postures, signal.at),
      counts: countsOf(found, look),
    });
  });
  return { naps: found, looks, read };
}

const countsOf = (all: readonly naps.Nap[], look: naps.Look): LookView["counts"] => {
  if (!all.some((nap) => naps.isInside(nap, look.at))) return "outside";
  return naps.isLate(look) ? "late" : "counts";
};

function viewOf(
  { sequence, at, receivedAt, value }: Extract<Signal, { kind: "nap-check" }>,
  look: naps.Look,
  more: Pick<LookView, "by" | "sensor" | "counts">,
): LookView {
  return {
    ...{ entry: `o-${sequence.toString(36)}`, at, ...more },
    lateAt: naps.isLate(look) ? look.writtenAt : null,
    cameAt: receivedAt - at > CAME_LATE_MS ? receivedAt : null,
    ...{ posture: look.posture, breathing: look.breathing, colour: look.colour, turned: look.turned },
    sensorWrong: look.sensorWrong,
    note: value.note ?? null,
  };
}

/** The posture that a sensor had said last; null where it was long ago, or never. */
function shownAt(postures: readonly Extract<Signal, { kind: "posture" }>[], at: Instant): string | null {
  const last = postures.findLast((signal) => signal.at <= at && signal.quality === "good");
  return last !== undefined && at - last.at <= POSTURE_STALE_MS ? last.value : null;
}
