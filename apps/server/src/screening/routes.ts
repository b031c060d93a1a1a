import { accept, languages, type Read, refuse } from "@sakiyomi/core";
import { z } from "zod";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { type Route, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";
import { begin, cancel, markMeasured, release } from "./deeds.ts";
import { drawn } from "./drawn.ts";
import { documentOf, fhirText } from "./fhir.ts";
import type { ReportRecord } from "./records.ts";
import type { ScreeningView } from "./shapes.ts";
import { personView, screeningView } from "./views.ts";

const bare = (subject: unknown): string | null =>
  typeof subject === "string" ? subject.replace(/^person:/, "") : null;
const personOfCheckup = async ({ ward }: House, id: string) =>
  bare((await ward.records.get("Checkup", id))?.resource.person);
const personOfReport = async ({ ward }: House, id: string) =>
  bare((await ward.records.get("CheckupReport", id))?.resource.person);

const reason = z.string().trim().min(3).max(500);
const words = z.string().trim().min(1).max(2000);
const change = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("edit"),
    statement: z.string().max(80),
    words: z.strictObject({ found: words.optional(), means: words.optional(), next: words.optional() }),
    reason,
  }),
  z.strictObject({ do: z.literal("strike"), statement: z.string().max(80), reason }),
]);
const released = z.strictObject({
  basis: z.string().min(1).max(64),
  changes: z.array(change).max(200).default([]),
  correction: reason.nullable().default(null),
});
const reading = z.object({ language: z.enum(languages).default("en") });

async function reportRecord({ ward }: House, id: string): Promise<Read<ReportRecord>> {
  const found = await ward.records.get<ReportRecord>("CheckupReport", id);
  return found === null ? refuse("REC_MISSING", "report", id, "a report") : accept(found.resource);
}

const seeing: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/screening",
    needs: "board.see",
    look: "screening",
    shows: (answer) => [...new Set((answer as ScreeningView).checkups.map(({ person }) => person))],
    handle: async ({ house, who }) =>
      accept(await screeningView(house, (person) => house.access.mayFor(who, "person.see", person).ok)),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/screening",
    needs: "person.see",
    person: "id",
    look: "screening",
    handle: async ({ house, who, params: { id = "" } }) => {
      const may = (what: "chart.write" | "advice.write") => house.access.mayFor(who, what, id).ok;
      return accept(
        await personView(house, subjectOf(id), { chart: may("chart.write"), release: may("advice.write") }),
      );
    },
  }),
  signed({
    method: "GET",
    path: "/api/screening/reports/:id/pdf",
    needs: "person.see",
    personOf: personOfReport,
    look: "report",
    query: reading,
    handle: async ({ house, query: { language }, params: { id = "" } }) => {
      const read = await reportRecord(house, id);
      if (!read.ok) return read;
      const { bytes, missing } = await drawn(read.value, language, house.ward.zone);
      if (missing.length > 0)
        house.log.warn({ report: id, characters: missing.length }, "no font draws some characters");
      const headers = {
        "content-type": "application/pdf",
        "content-disposition": `inline; filename="${id}-${language}.pdf"`,
      };
      return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
    },
  }),
  signed({
    method: "GET",
    path: "/api/screening/reports/:id/fhir",
    needs: "person.see",
    personOf: personOfReport,
    look: "report",
    query: reading,
    handle: async ({ house, query: { language }, params: { id = "" } }) => {
      const read = await reportRecord(house, id);
      if (!read.ok) return read;
      const document = documentOf(read.value, {
        language,
        zone: house.ward.zone,
        pdf: (await drawn(read.value, language, house.ward.zone)).bytes,
      });
      return new Response(fhirText(document), { headers: { "content-type": "application/fhir+json" } });
    },
  }),
];

const doing: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/screening",
    needs: "chart.write",
    person: "id",
    body: z.strictObject({ reason: z.string().trim().max(500).default("") }),
    handle: ({ house, body, by, params: { id = "" } }) => begin(house, subjectOf(id), body.reason, by),
  }),
  signed({
    method: "POST",
    path: "/api/screening/:id/measured",
    needs: "chart.write",
    personOf: personOfCheckup,
    body: z.strictObject({ at: instant.nullable().default(null) }),
    handle: ({ house, body, by, params: { id = "" } }) => markMeasured(house, id, body.at, by),
  }),
  signed({
    method: "POST",
    path: "/api/screening/:id/cancel",
    needs: "chart.write",
    personOf: personOfCheckup,
    body: z.strictObject({ reason }),
    handle: ({ house, body, by, params: { id = "" } }) => cancel(house, id, body.reason, by),
  }),
  // A nurse or a doctor answers for the words: docs/guide/access.md.
  signed({
    method: "POST",
    path: "/api/screening/:id/release",
    needs: "advice.write",
    personOf: personOfCheckup,
    body: released,
    handle: ({ house, body, by, params: { id = "" } }) => release(house, id, body, by),
  }),
];

/** Everything under /api/screening, and what belongs to a person's page. */
export const screeningRoutes: readonly Route[] = [...seeing, ...doing];
