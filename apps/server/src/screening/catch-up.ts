import { DAY, isHere, mayRecord, type SourceId } from "@sakiyomi/core";
import type { House } from "../house.ts";
import { type CheckupRecord, checkupsOf } from "./records.ts";

/** A check-up that nobody ended is forgotten by the skill after so long. */
const SAID_WITHIN = 7 * DAY;
const phases = ["begun", "measured", "reported", "cancelled"] as const;
type Word = readonly [phase: (typeof phases)[number], at: number];

const wordsOf = (checkup: CheckupRecord): readonly Word[] =>
  phases.flatMap((phase): readonly Word[] => {
    const at = checkup[`${phase}At`];
    return at === null ? [] : [[phase, at]];
  });

/** No skill's own name: what a skill says itself it does not hear. */
const VOICE = "skill:screening" as SourceId;

/**
 * A record is durable before the loop hears of it. Where the house was cut off in between, it is said at the next start: the two
 * hours of a check-up that no skill has heard of nobody keeps, and for a report that it does not know of it would call on and on.
 */
export async function catchUpCheckups({ ward, log }: Pick<House, "ward" | "log">): Promise<void> {
  const now = ward.now();
  for (const { resource: checkup } of await checkupsOf(ward.records)) {
    const { person, id } = checkup;
    const words = wordsOf(checkup).filter(([, at]) => now - at < SAID_WITHIN);
    if (words.length === 0 || !isHere(ward.roster, person) || !mayRecord(ward.roster, person)) continue;
    const known = await knownOf(ward, checkup);
    const raw = words.flatMap(([phase, at], sequence) =>
      known.has(phase)
        ? []
        : [{ subject: person, kind: "checkup", at: new Date(at).toISOString(), sequence, value: { id, phase } }],
    );
    if (raw.length === 0) continue;
    const { refused } = await ward.receive(raw, { source: VOICE });
    for (const { refusal } of refused) log.warn({ checkup: id, code: refusal.code }, "a check-up was not caught up");
  }
}

/** What the skill has heard, and what was struck out, which is not said again. */
async function knownOf({ store, records }: House["ward"], { person, id, begunAt }: CheckupRecord) {
  const heard = await store.range({ subject: person, kind: "checkup", from: begunAt, to: Number.MAX_SAFE_INTEGER });
  const charted = await records.search("Observation", { person });
  const struck = charted.flatMap(({ resource }) =>
    resource.kind === "checkup" && resource.status === "entered-in-error"
      ? [resource.value as { readonly id: string; readonly phase: string }]
      : [],
  );
  return new Set(
    [...heard.map(({ value }) => value), ...struck].filter((one) => one.id === id).map(({ phase }) => phase),
  );
}
