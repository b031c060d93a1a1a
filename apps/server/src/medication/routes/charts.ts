import { accept, languages } from "@sakiyomi/core";
import { z } from "zod";
import type { House } from "../../house.ts";
import { type Route, signed } from "../../http/route.ts";
import { instant } from "../../http/shapes.ts";
import { addAllergy, removeAllergy } from "../allergies.ts";
import { bare } from "../book.ts";
import { personBundle } from "../fhir.ts";
import { change, type OrderWord, place, sayOfOrder } from "../orders.ts";
import { chartOf } from "../room.ts";
import { confirmRequest, holdRequest, newAllergy, orderRequest, reason, stopRequest } from "../schemas.ts";
import type { ChartsView, NewAllergy, OrderRequest } from "../shapes.ts";
import { chartsView, personMedication } from "../views.ts";
import { personOf, seenBy } from "./seen.ts";

const personOfOrder = ({ medication }: House, id: string) => {
  const person = medication.room.book.personOfOrder(id);
  return person && bare(person);
};
const personOfAllergy = ({ medication }: House, id: string) => {
  const person = medication.room.book.personOfAllergy(id);
  return person && bare(person);
};

const seeing: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/medication/charts",
    needs: "medication.see",
    look: "medication",
    query: z.object({ place: z.string().max(80).optional() }),
    shows: (answer) => (answer as ChartsView).charts.map(({ person }) => bare(person)),
    handle: ({ house, who, query }) =>
      accept(chartsView(house.medication.room, seenBy(house, who), query.place ?? null)),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/medication",
    needs: "medication.see",
    person: "id",
    look: "medication",
    handle: ({ house, params: { id = "" } }) => {
      const { room } = house.medication;
      const chart = chartOf(room, personOf(id));
      return chart.ok ? accept(personMedication(room, chart.value)) : chart;
    },
  }),
];

const exporting: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/people/:id/medication/fhir",
    needs: "medication.see",
    person: "id",
    look: "medication",
    query: z.object({
      from: instant.default(0),
      until: instant.optional(),
      language: z.enum(languages).default("ja"),
    }),
    handle: async ({ house, params: { id = "" }, query: { from, until, language } }) => {
      const { room } = house.medication;
      const chart = chartOf(room, personOf(id));
      if (!chart.ok) return chart;
      const span = { from, until: until ?? house.ward.now() + 1 };
      const bundle = await personBundle(room, chart.value, span, language);
      return new Response(JSON.stringify(bundle), { headers: { "content-type": "application/fhir+json" } });
    },
  }),
];

const ordering: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/medication/orders",
    needs: "medication.order",
    person: "id",
    body: orderRequest,
    handle: ({ house, body, by, params: { id = "" } }) =>
      place(house.medication.room, personOf(id), body as OrderRequest, by),
  }),
  signed({
    method: "POST",
    path: "/api/medication/orders/:id/change",
    needs: "medication.order",
    personOf: personOfOrder,
    body: orderRequest,
    handle: ({ house, body, by, params: { id = "" } }) =>
      change(house.medication.room, personOf(personOfOrder(house, id) ?? ""), id, body as OrderRequest, by),
  }),
];

/** What may still be said of an order, one route a word. */
const word = <B>(name: OrderWord["do"], body: z.ZodType<B>): Route =>
  signed({
    method: "POST",
    path: `/api/medication/orders/:id/${name}`,
    needs: "medication.order",
    personOf: personOfOrder,
    body,
    handle: ({ house, body, by, params: { id = "" } }) => {
      const person = personOf(personOfOrder(house, id) ?? "");
      return sayOfOrder(house.medication.room, person, id, { do: name, ...body } as unknown as OrderWord, by);
    },
  });

const saying: readonly Route[] = [
  word("hold", holdRequest),
  word("resume", z.strictObject({ reason })),
  word("stop", stopRequest),
  word("confirm", confirmRequest),
];

const allergies: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/medication/allergies",
    needs: "medication.order",
    person: "id",
    body: newAllergy,
    handle: ({ house, body, by, params: { id = "" } }) =>
      addAllergy(house.medication.room, personOf(id), body as NewAllergy, by),
  }),
  signed({
    method: "POST",
    path: "/api/medication/allergies/:id/remove",
    needs: "medication.order",
    personOf: personOfAllergy,
    body: z.strictObject({ reason }),
    handle: ({ house, body, by, params: { id = "" } }) =>
      removeAllergy(house.medication.room, personOf(personOfAllergy(house, id) ?? ""), id, body.reason, by),
  }),
];

export const chartRoutes: readonly Route[] = [...seeing, ...exporting, ...ordering, ...saying, ...allergies];
