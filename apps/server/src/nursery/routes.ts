import { accept } from "@sakiyomi/core";
import { z } from "zod";
import { subjectOf } from "../http/looks.ts";
import { type Route, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";
import { ledgerFor, writeHead } from "./ledger.ts";
import { roomFor } from "./room.ts";
import { keepAll, reasonOf, saidShape } from "./saying.ts";
import type { LedgerView, RoomView, Said } from "./shapes.ts";
import { sheetOf } from "./sheet.ts";

const place = z.string().min(1).max(80);
const room = z.object({ place: place.optional() });
const day = z.object({ place: place.optional(), date: z.iso.date().optional() });
const paper = day.extend({ language: z.enum(["en", "ja", "ko"]).default("ja") });
const words = z.string().trim().min(1).max(500);
const head = z.object({
  place,
  date: z.iso.date(),
  version: z.number().int().min(0),
  weather: z.string().trim().max(40).nullable().default(null),
  temperature: z.number().min(-40).max(60).nullable().default(null),
  humidity: z.number().min(0).max(100).nullable().default(null),
  remarks: z.string().trim().max(2000).nullable().default(null),
});

const childrenIn = (answer: unknown): readonly string[] =>
  (answer as RoomView | LedgerView).children.map(({ id }) => id);

/** Everything under /api/nursery. */
export const nurseryRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/nursery/room",
    needs: "person.see",
    look: "naps",
    shows: childrenIn,
    query: room,
    handle: async ({ house, who, query }) => accept(await roomFor(house, who, query.place)),
  }),
  signed({
    method: "POST",
    path: "/api/nursery/said",
    needs: "chart.write",
    body: saidShape,
    handle: async ({ house, who, body }) => accept(await keepAll(house, who, body.said as readonly Said[])),
  }),
  signed({
    method: "GET",
    path: "/api/nursery/ledger",
    needs: "person.see",
    look: "nap-ledger",
    shows: childrenIn,
    query: day,
    handle: async ({ house, who, query }) => accept(await ledgerFor(house, who, query)),
  }),
  signed({
    method: "GET",
    path: "/api/nursery/ledger.pdf",
    needs: "person.see",
    query: paper,
    handle: async ({ house, who, query }) => {
      const ledger = await ledgerFor(house, who, query);
      const look = { what: "nap-ledger", roles: who.account.roles.join(", ") };
      for (const id of childrenIn(ledger)) await house.ward.journal("access.look", who.actor.id, subjectOf(id), look);
      return sheetOf(house, ledger, query.language);
    },
  }),
  signed({
    method: "PUT",
    path: "/api/nursery/sheet",
    needs: "chart.write",
    body: head,
    handle: ({ house, who, body }) => writeHead(house, who, body),
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/nap-gap",
    needs: "chart.write",
    person: "id",
    body: z.object({ due: instant, reason: words }),
    handle: ({ house, who, body, params: { id = "" } }) => reasonOf(house, who, id, body.due, body.reason),
  }),
];
