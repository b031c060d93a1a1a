import { type Read, refuse, type SubjectId } from "@sakiyomi/core";
import { z } from "zod";
import type { Who } from "../access/access.ts";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { instant } from "../http/shapes.ts";
import type { Said, SaidAnswer } from "./shapes.ts";

const bare = { id: z.string().min(1).max(64), person: z.string().min(1).max(80), at: instant };
/** As the kinds of core say it; checked again at the door. */
export const saidShape = z.object({
  said: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ ...bare, kind: z.literal("nap"), value: z.strictObject({ phase: z.enum(["start", "end"]) }) }),
        z.object({
          ...bare,
          kind: z.literal("nap-check"),
          value: z.strictObject({
            posture: z.enum(["back", "left", "right", "front"]),
            breathing: z.enum(["seen", "not-seen"]),
            colour: z.enum(["good", "poor"]).optional(),
            turned: z.boolean().optional(),
            sensorWrong: z.boolean().optional(),
            writtenAt: z.number().int().min(0).optional(),
            note: z.string().trim().min(1).max(2000).optional(),
          }),
        }),
      ]),
    )
    .min(1)
    .max(200),
});

type Result = SaidAnswer["results"][number];

/** Taps of one house that are being written: the same one sent twice at once is one. */
const underWay = new Map<string, Promise<Result>>();

/**
 * Keeps what was said, each for itself: one that is refused takes no other with it. Sent again, it is the same one. The newest
 * goes first: of an hour without a network nobody is called to what a later look has long seen to.
 */
export async function keepAll(house: House, who: Who, said: readonly Said[]): Promise<SaidAnswer> {
  const results = new Map<Said, Result>();
  for (const one of said.toSorted((a, b) => b.at - a.at)) results.set(one, await once(house, who, one));
  return { results: said.flatMap((one) => results.get(one) ?? []) };
}

function once(house: House, who: Who, said: Said): Promise<Result> {
  const key = `${house.ward.zone} ${who.actor.id} ${said.person} ${said.kind} ${said.at}`;
  const running = underWay.get(key);
  if (running !== undefined) return running.then(() => keep(house, who, said));
  const kept = keep(house, who, said).finally(() => underWay.delete(key));
  underWay.set(key, kept);
  return kept;
}

async function keep(house: House, who: Who, said: Said): Promise<Result> {
  const allowed = house.access.mayFor(who, "chart.write", said.person);
  if (!allowed.ok) {
    const content = { route: "POST /api/nursery/said", code: allowed.refusal.code };
    await house.ward.journal("access.refused", who.actor.id, null, content);
    return { id: said.id, result: "refused", code: allowed.refusal.code };
  }
  const before = await entryOf(house, subjectOf(said.person), who, said);
  if (before !== null) return { id: said.id, result: "repeated", entry: before };
  const charted: Read<{ readonly id: string }> = await house.ward.chart(
    said.person,
    said.kind,
    said.value,
    null,
    said.at,
    who.actor,
  );
  return charted.ok
    ? { id: said.id, result: "kept", entry: charted.value.id }
    : { id: said.id, result: "refused", code: charted.refusal.code };
}

/** What the same person said of the same child at the same millisecond was sent twice; also where it was struck out since. */
async function entryOf({ ward }: House, person: SubjectId, { actor }: Who, { kind, at }: Said): Promise<string | null> {
  const found = await ward.records.search("Observation", { person, kind, at, source: actor.id });
  return found[0]?.resource.id ?? null;
}

/** The reason of a gap is a note that is written at the very time at which a look was due. */
export const reasonOf = (
  house: House,
  who: Who,
  person: string,
  due: number,
  reason: string,
): Promise<Read<unknown>> => {
  if (due > house.ward.now()) return Promise.resolve(refuse("HTTP_SHAPE", "due", due, "a time that is over"));
  return house.ward.chart(person, "note", { text: reason }, null, due, who.actor);
};
