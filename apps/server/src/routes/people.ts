import { accept, isKind, type Kind, refuse } from "@sakiyomi/core";
import { z } from "zod";
import { mayFor } from "../access/reach.ts";
import { subjectOf } from "../http/looks.ts";
import { type Route, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";
import { lineOf, looksOf } from "../journal-lines.ts";

const purposes = ["record", "predict", "family", "export", "robot"] as const;
const admission = z.object({
  name: z.string().trim().min(1).max(120),
  birthDate: z.iso.date().nullable().default(null),
  place: z.string().max(80).nullable().default(null),
  consents: z.array(z.enum(purposes)).default([]),
});
const plot = z.object({
  kind: z.string().refine(isKind, "a kind of the table"),
  from: instant,
  to: instant,
  buckets: z.coerce.number().int().min(1).max(4000).default(1000),
});
const reason = z.object({ reason: z.string().trim().min(3).max(500) });
const page = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) });

const seeing: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/people/:id",
    needs: "person.see",
    person: "id",
    look: "page",
    handle: async ({ house, who, params: { id = "" } }) => {
      const read = await house.ward.person(id);
      if (!read.ok) return read;
      const { glass, scene } = house.access;
      const broken = glass.isBroken(who.account.id, id, house.ward.now());
      const usual = mayFor(who.account, "person.see", id, { ...scene(), isGlassBroken: () => false });
      return accept({ ...read.value, brokenGlass: broken && !usual });
    },
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/signals",
    needs: "person.see",
    person: "id",
    look: "signals",
    query: plot,
    handle: async ({ house, params: { id = "" }, query: { kind, from, to, buckets } }) =>
      accept(await house.ward.plot(id, kind as Kind, from, to, buckets)),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/journal",
    needs: "person.see",
    person: "id",
    look: "journal",
    query: page,
    handle: async ({ house, params: { id = "" }, query: { limit } }) => {
      const entries = await house.ward.records.entries({ subject: subjectOf(id), limit, newestFirst: true });
      return accept(entries.map((entry) => lineOf(entry, house)));
    },
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/looks",
    needs: "person.see",
    person: "id",
    handle: async ({ house, params: { id = "" } }) => accept(await looksOf(house, subjectOf(id))),
  }),
];

const staying: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people",
    needs: "person.admit",
    body: admission,
    handle: async ({ house, body, by }) => {
      const read = await house.ward.admit(body, by);
      return read.ok ? accept({ id: read.value }) : read;
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/move",
    needs: "person.admit",
    person: "id",
    body: z.object({ place: z.string().max(80).nullable() }),
    handle: ({ house, body, by, params: { id = "" } }) => house.ward.move(id, body.place, by),
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/discharge",
    needs: "person.admit",
    person: "id",
    handle: ({ house, by, params: { id = "" } }) => house.ward.discharge(id, by),
  }),
  signed({
    method: "PUT",
    path: "/api/people/:id/consents/:purpose",
    needs: "consent.write",
    person: "id",
    body: z.object({ given: z.boolean() }),
    handle: async ({ house, body, by, params: { id = "", purpose = "" } }) => {
      const wanted = purposes.find((one) => one === purpose);
      if (!wanted) return refuse("HTTP_SHAPE", "purpose", purpose, purposes.join(", "));
      return house.ward.consent(id, wanted, body.given, by);
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/erase",
    needs: "person.erase",
    person: "id",
    body: reason,
    handle: async ({ house, body, by, params: { id = "" } }) => {
      const erased = await house.ward.erase(id, by);
      // Nobody is named: who was erased must not be read here afterwards.
      if (erased.ok) await house.ward.journal("person.erase", by.id, null, { reason: body.reason });
      return erased;
    },
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/break-glass",
    needs: "glass.break",
    body: reason,
    handle: async ({ house, body, by, who, params: { id = "" } }) => {
      const read = await house.ward.person(id);
      if (!read.ok) return read;
      await house.ward.journal("access.break-glass", by.id, subjectOf(id), { person: id, reason: body.reason });
      return accept({ until: await house.access.glass.break(who.account.id, id, body.reason, house.ward.now()) });
    },
  }),
];

export const peopleRoutes: readonly Route[] = [...seeing, ...staying];
