import { accept, HOUR, kinds, MINUTE, type Read, refuse } from "@sakiyomi/core";
import { reviewRules } from "@sakiyomi/skills";
import { z } from "zod";
import { boardFor, mayFor } from "../access/reach.ts";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { type Route, type SignedCall, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";
import type { Actor } from "../ward/port.ts";
import { giveBack, take } from "./claims.ts";
import { handout } from "./handout.ts";
import { dueOf } from "./heart-asks.ts";
import { dayOf, pressureView } from "./pressures.ts";
import { findingsOf, isFor, queueOf, reviewOf, reviewsOf } from "./reviews.ts";
import { LONGEST_STRIP_MS, stripOf } from "./strip.ts";
import { stripPaper } from "./strip-paper.ts";

const seen = ({ house, who }: SignedCall) => boardFor(who.account, house.ward.board(), house.access.scene()).people;
const missing = (field: string, found: string, expected: string) => refuse("REC_MISSING", field, found, expected);

const ask = z
  .object({
    kind: z.enum(["ecg", "fetal-heart-rate", "blood-pressure"]),
    from: instant,
    until: instant,
    reason: z.string().trim().min(1).max(500),
    priority: z.enum(["now", "today", "routine"]),
  })
  .refine(({ from, until }) => until > from, { path: ["until"], message: "later than from" })
  .refine(({ kind, from, until }) => kind !== "ecg" || until - from <= LONGEST_STRIP_MS, {
    path: ["until"],
    message: "at most five minutes of an ECG",
  });

const answer = z.object({
  finding: z.string().trim().max(2000).optional(),
  words: z.string().trim().min(1).max(2000),
  urgency: z.enum(["now", "today", "routine", "none"]),
});

const reviewing: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/remote/queue",
    needs: "board.see",
    look: "remote",
    shows: (view) => {
      const { open, answered } = view as Awaited<ReturnType<typeof queueOf>>;
      return [...new Set([...open, ...answered].map(({ person }) => person))];
    },
    handle: async (call) => accept(await queueOf(call.house, call.who, seen(call))),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/reviews",
    needs: "person.see",
    person: "id",
    look: "remote",
    handle: async ({ house, who, params: { id = "" } }) => {
      const here = house.ward.boardPerson(id);
      if (here === null) return missing("person", id, "somebody who is here");
      const reviews = (await reviewsOf(house, here)).filter((review) => isFor(house, who, review));
      return accept({ at: house.ward.now(), reviews });
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/reviews",
    needs: "review.ask",
    person: "id",
    body: ask,
    handle: async ({ house, body, by, who, params: { id = "" } }) => {
      // Nobody asks about what they may not look at: they could not even see that it was answered.
      if (!isFor(house, who, { person: id, kind: body.kind }))
        return refuse("ACCESS_ROLE", "kind", body.kind, "blood-pressure");
      // What the heart skill has found counts from the beginning, also for who watches the answer's time.
      const priority = reviewRules.raised(body.priority, findingsOf(house, id));
      if (await isAsked(house, id, { ...body, priority }))
        return refuse("REC_CONFLICT", "reason", body.reason, "what has not been asked yet");
      return house.ward.chart(id, "review-request", { ...body, priority }, null, house.ward.now(), by);
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/reviews/:review/claim",
    needs: "advice.write",
    person: "id",
    handle: async ({ house, by, params: { id = "", review = "" } }) => {
      const open = await openOf(house, id, review);
      return open.ok ? take(house, id, review, by) : open;
    },
  }),
  signed({
    method: "DELETE",
    path: "/api/people/:id/reviews/:review/claim",
    needs: "advice.write",
    person: "id",
    handle: ({ house, by, params: { id = "", review = "" } }) => giveBack(house, id, review, by),
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/reviews/:review/answer",
    needs: "advice.write",
    person: "id",
    body: answer,
    handle: async ({ house, body, by, params: { id = "", review = "" } }) => {
      const open = await openOf(house, id, review);
      if (!open.ok) return open;
      // Whoever answers has it: of two at once one wins, and a person never reads two answers that contradict each other.
      const mine = await take(house, id, review, by);
      if (!mine.ok) return mine;
      const { finding, ...rest } = body;
      const value = { about: review, ...rest, by: by.name, ...(finding ? { finding } : {}) };
      const due = dueOf(house, id, review);
      const charted = await house.ward.chart(id, "advice", value, null, house.ward.now(), by);
      // The heart skill's own task is done with it.
      if (charted.ok && due !== null) await house.ward.doneDue(due.id, by);
      return charted;
    },
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/strips/:strip",
    needs: "review.see",
    person: "id",
    look: "signals",
    handle: async ({ house, params: { id = "", strip = "" } }) => {
      const view = await stripOf(house, id, strip);
      return view === null ? missing("strip", strip, "a request, or a stretch of time") : accept(view);
    },
  }),
];

const pdf = (bytes: Uint8Array, name: string): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { "content-type": "application/pdf", "content-disposition": `inline; filename=${name}.pdf` },
  });
const language = z.enum(["en", "ja", "ko"]).default("ja");

const stripSheet = signed({
  method: "GET",
  path: "/api/people/:id/strips/:strip/paper",
  needs: "review.see",
  person: "id",
  look: "signals",
  query: z.object({ language }),
  handle: async ({ house, query, params: { id = "", strip = "" } }) => {
    const view = await stripOf(house, id, strip);
    if (view === null) return missing("strip", strip, "a request, or a stretch of time");
    const { zone } = house.ward;
    return pdf(await stripPaper(view, { language: query.language, zone, at: house.ward.now() }), "ecg");
  },
});

/** One tap too many is no second request. */
async function isAsked(house: House, person: string, wanted: z.infer<typeof ask>): Promise<boolean> {
  const here = house.ward.boardPerson(person);
  if (here === null) return false;
  return (await reviewsOf(house, here)).some(
    (one) =>
      one.answer === null &&
      one.kind === wanted.kind &&
      one.reason === wanted.reason &&
      // Of the pressures all of the last weeks are meant, up to the moment of the tap.
      (one.kind === "blood-pressure" || (one.from === wanted.from && one.until === wanted.until)) &&
      one.asked === wanted.priority,
  );
}

async function openOf(house: House, person: string, id: string): Promise<Read<null>> {
  const review = await reviewOf(house, person, id);
  if (review === null) return missing("review", id, "a request that stands");
  return review.answer === null
    ? accept(null)
    : refuse("REC_CONFLICT", "review", review.answer.by, "a request that nobody has answered");
}

/** Nobody charts by this page what was measured long ago, or will be. */
const reading = z.object({
  ...kinds["blood-pressure"].schema.shape,
  at: instant,
});
const LATEST_MS = 400 * 24 * HOUR;

const pressures: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/people/:id/blood-pressure",
    needs: "person.see",
    person: "id",
    look: "pressure",
    handle: async ({ house, params: { id = "" } }) => {
      const view = await pressureView(house, id);
      return view === null ? missing("person", id, "somebody who is here") : accept(view);
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/blood-pressure",
    needs: "pressure.write",
    person: "id",
    body: reading,
    handle: async ({ house, body, by, who, params: { id = "" } }) => {
      const { at, ...value } = body;
      // What the family measures is measured at home: a reading of the office turns white coats into masks.
      const works = (["chart.write", "medication.see"] as const).some((may) =>
        mayFor(who.account, may, id, house.access.scene()),
      );
      if (value.where !== "home" && !works) return refuse("ACCESS_ROLE", "where", value.where, "home");
      const now = house.ward.now();
      if (at > now + 5 * MINUTE || at < now - LATEST_MS)
        return refuse(
          "SIG_FUTURE",
          "at",
          new Date(at).toISOString(),
          "a time of the last year, not one that lies ahead",
        );
      return house.ward.chart(id, "blood-pressure", value, null, Math.min(at, now), by);
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/blood-pressure/:entry/error",
    needs: "pressure.write",
    person: "id",
    body: z.object({ reason: z.string().trim().min(1).max(500) }),
    handle: ({ house, body, by, params: { id = "", entry = "" } }) => strikeOwn(house, id, entry, body.reason, by),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/blood-pressure/paper",
    needs: "person.see",
    person: "id",
    look: "pressure",
    query: z.object({
      month: z
        .string()
        .regex(/^\d{4}-\d{2}$/)
        .optional(),
      language,
    }),
    handle: async ({ house, query, params: { id = "" } }) => {
      const view = await pressureView(house, id);
      if (view === null) return missing("person", id, "somebody who is here");
      const bytes = await handout(view, {
        month: query.month ?? null,
        language: query.language,
        zone: house.ward.zone,
      });
      return pdf(bytes, "blood-pressure");
    },
  }),
  signed({
    method: "GET",
    path: "/api/remote/day",
    needs: "pressure.write",
    look: "pressure",
    shows: (view) => (view as Awaited<ReturnType<typeof dayOf>>).people.map(({ person }) => person),
    handle: async (call) => accept(await dayOf(call.house, seen(call))),
  }),
];

/** A slip of the finger is one's own to strike out; another's entry is for who may chart. */
async function strikeOwn(house: House, person: string, entry: string, reason: string, by: Actor) {
  const found = await house.ward.records.get("Observation", entry);
  const isOwn =
    found?.resource.person === subjectOf(person) &&
    found.resource.kind === "blood-pressure" &&
    found.resource.source === by.id;
  if (!found || !isOwn) return missing("entry", entry, "a reading that you wrote down");
  return house.ward.enteredInError(entry, found.version, reason, by);
}

/** Everything under /api/remote, and what belongs to a person's page. */
export const remoteRoutes: readonly Route[] = [...reviewing, stripSheet, ...pressures];
