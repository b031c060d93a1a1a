import { accept, DAY, type Instant, languages, refuse, type SubjectId } from "@sakiyomi/core";
import { adverseEventOf, detectedIssueOf } from "@sakiyomi/fhir";
import {
  type Analysis,
  analyse,
  analysisCsv,
  type Incident,
  incidentCsv,
  namedPlaces,
  nearMissCsv,
  periods,
} from "@sakiyomi/medication";
import { z } from "zod";
import type { House } from "../../house.ts";
import { type Route, type SignedCall, signed } from "../../http/route.ts";
import { instant } from "../../http/shapes.ts";
import { newIncident } from "../schemas.ts";
import type { IncidentsView } from "../shapes.ts";

/** Two years: an analysis reads every dose of its time. */
const mostMs = 731 * DAY;

const span = z.object({ from: instant, until: instant });
const analysed = span.extend({
  period: z.enum(periods).default("week"),
  baselineFrom: instant.optional(),
  baselineUntil: instant.optional(),
});
const exported = span.extend({
  of: z.enum(["incidents", "near-misses", "analysis"]),
  language: z.enum(languages).default("en"),
});

type Span = z.infer<typeof span>;

const isSpan = ({ from, until }: Span) =>
  from < until && until - from <= mostMs
    ? accept(null)
    : refuse("HTTP_SHAPE", "until", `${until - from} ms after from`, "a time of at most two years");

/** Whoever wrote it, and of whom, is nobody's business who learns from it. */
const unnamed = <T extends { readonly by: string | null; readonly person: string | null }>(one: T): T => ({
  ...one,
  person: null,
  by: null,
});

/**
 * To learn from, not to look for somebody: neither who was concerned, nor who it was, and no place of fewer than five people,
 * which would say both.
 */
async function incidentsOf({ medication }: House, { from, until }: Span): Promise<IncidentsView> {
  const { near } = medication.room;
  const places = namedPlaces(await medication.dosesGiven(from, until));
  const told = <T extends { readonly at: Instant; readonly place: string }>(all: readonly T[]): readonly T[] =>
    all.map((one) => (places.has(one.place) ? one : { ...one, place: "" })).toSorted((a, b) => b.at - a.at);
  return {
    incidents: told(near.incidents(from, until).map(unnamed)),
    nearMisses: told(near.misses(from, until).map((miss) => ({ ...miss, person: null, by: "" }))),
  };
}

async function analysisOf(house: House, query: z.infer<typeof analysed>): Promise<Analysis> {
  const { medication, ward } = house;
  const { near, rules, shelf } = medication.room;
  const { from, until, period, baselineFrom, baselineUntil } = query;
  return analyse({
    nearMisses: near.misses(from, until),
    incidents: near.incidents(from, until),
    doses: await medication.dosesGiven(from, until),
    ...{ from, until, period, zone: ward.zone, policy: rules.policy, formulary: shelf.formulary },
    baseline:
      baselineFrom === undefined || baselineUntil === undefined ? null : { from: baselineFrom, until: baselineUntil },
  });
}

/** What is told names no place of fewer than five people. */
async function csvText(house: House, { from, until, of, language }: z.infer<typeof exported>): Promise<string> {
  const { near } = house.medication.room;
  const reading = { language, zone: house.ward.zone };
  if (of === "analysis") return analysisCsv(await analysisOf(house, { from, until, period: "week" }), reading);
  const options = { ...reading, places: namedPlaces(await house.medication.dosesGiven(from, until)) };
  return of === "incidents"
    ? incidentCsv(near.incidents(from, until), options)
    : nearMissCsv(near.misses(from, until), options);
}

async function csv({ house, query }: SignedCall<unknown, z.infer<typeof exported>>) {
  const read = isSpan(query);
  if (!read.ok) return read;
  const { of } = query;
  const text = await csvText(house, query);
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${of}.csv"`,
  };
  return new Response(text, { headers });
}

/** FHIR R4: AdverseEvent of each incident, DetectedIssue of each near miss, without anybody's name. */
async function fhir({ house, query }: SignedCall<unknown, Span>) {
  const read = isSpan(query);
  if (!read.ok) return read;
  const { incidents, nearMisses } = await incidentsOf(house, query);
  const { formulary } = house.medication.room.shelf;
  const resources = [
    ...incidents.map((one: Incident) => adverseEventOf(one, formulary)),
    ...nearMisses.map((miss) => detectedIssueOf(miss, formulary)),
  ];
  const entry = resources.map((resource) => ({ resource }));
  return new Response(JSON.stringify({ resourceType: "Bundle", type: "collection", entry }), {
    headers: { "content-type": "application/fhir+json" },
  });
}

export const incidentRoutes: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/medication/incidents",
    needs: "incident.write",
    body: newIncident,
    // A refusal would stand in the journal with a name: whoever wishes none is not asked whom they reach, and reads nothing.
    personIn: ({ person, anonymous }) => (anonymous ? null : person),
    handle: async ({ house, body, by }) => {
      const { room } = house.medication;
      if (body.person !== null && !house.ward.roster.people.has(`person:${body.person}` as SubjectId))
        return refuse("REC_MISSING", "person", body.person, "somebody who is or was here");
      const read = await room.near.report(house.ward, body, by);
      return read.ok ? accept(read.value) : read;
    },
  }),
  signed({
    method: "GET",
    path: "/api/medication/incidents",
    needs: "incident.see",
    query: span,
    handle: async ({ house, query }) => {
      const read = isSpan(query);
      return read.ok ? accept(await incidentsOf(house, query)) : read;
    },
  }),
  signed({
    method: "GET",
    path: "/api/medication/incidents/csv",
    needs: "incident.see",
    query: exported,
    handle: csv,
  }),
  signed({
    method: "GET",
    path: "/api/medication/incidents/fhir",
    needs: "incident.see",
    query: span,
    handle: fhir,
  }),
  signed({
    method: "GET",
    path: "/api/medication/analysis",
    needs: "incident.see",
    query: analysed,
    handle: async ({ house, query }) => {
      const read = isSpan(query);
      return read.ok ? accept(await analysisOf(house, query)) : read;
    },
  }),
];
