import { accept, type Read, refuse } from "@sakiyomi/core";
import { nextVisit } from "@sakiyomi/skills/handbook";
import { z } from "zod";
import { subjectOf } from "../http/looks.ts";
import { type Route, type SignedCall, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";
import { standingOf } from "./entries.ts";
import { handbookOf } from "./handbook.ts";
import { adviceOf, annotationsOf, pregnancyOf, requestsOf, visitsOf } from "./pregnancy.ts";
import { mothersOf, todayOf, trendOf, waitingOf } from "./recordings.ts";
import type { HandbookView, MaternityView, PersonMaternityView } from "./shapes.ts";
import { handbookPaper } from "./sheet.ts";
import { LONGEST_TRACE_MS } from "./stretches.ts";
import { traced, traceView } from "./trace.ts";
import { writing } from "./writing.ts";

const stretch = z.object({ from: instant, to: instant });
/** Who of those on the board somebody may see: their names, too. */
const peopleFor = ({ house, who }: Pick<SignedCall, "house" | "who">) =>
  house.ward.board().people.filter(({ id }) => house.access.mayFor(who, "person.see", id).ok);

async function maternity({ house, who }: SignedCall): Promise<Read<MaternityView>> {
  const { ward } = house;
  const mothers = await mothersOf(house, peopleFor({ house, who }));
  const all = (await Promise.all(mothers.map(({ here, standing }) => waitingOf(ward, here, standing)))).flat();
  const today = todayOf(ward);
  const expecting = mothers.flatMap(({ here: { id, name, placeName }, standing }) => {
    const pregnancy = pregnancyOf(standing, today);
    if (!pregnancy?.ongoing) return [];
    const visits = visitsOf(standing, pregnancy, (at) => todayOf(ward, at));
    return [
      { person: id, name, placeName, pregnancy, nextVisit: nextVisit(pregnancy.due, visits.at(-1)?.day ?? null) },
    ];
  });
  return accept({
    at: ward.now(),
    live: all.filter(({ live }) => live).sort((a, b) => a.priority - b.priority || a.from - b.from),
    waiting: all.filter(({ live }) => !live).sort((a, b) => a.priority - b.priority || a.until - b.until),
    expecting: expecting.sort((a, b) => a.pregnancy.due.localeCompare(b.pregnancy.due)),
  });
}

async function personMaternity({ house, who, params: { id = "" } }: SignedCall): Promise<Read<PersonMaternityView>> {
  const { ward } = house;
  const standing = await standingOf(ward, id);
  const pregnancy = pregnancyOf(standing, todayOf(ward));
  return accept({
    ...{ at: ward.now(), person: id, name: ward.roster.people.get(subjectOf(id))?.name ?? id, pregnancy },
    recordings: await trendOf(ward, id, pregnancy),
    ...{ annotations: annotationsOf(standing), advice: adviceOf(standing), requests: requestsOf(standing) },
    visits: visitsOf(standing, pregnancy, (at) => todayOf(ward, at)),
    mayAdvise: house.access.mayFor(who, "advice.write", id).ok,
    mayChart: house.access.mayFor(who, "chart.write", id).ok,
  });
}

function bookOf({ house, who, params: { id = "" } }: SignedCall): Promise<HandbookView> {
  const { people, consents } = house.ward.roster;
  return handbookOf(house.ward, id, people.get(subjectOf(id))?.birthDate ?? null, {
    maySee: (person) => house.access.mayFor(who, "person.see", person).ok,
    isShared: consents.get(subjectOf(id))?.has("family") ?? false,
    mayWrite: house.access.mayFor(who, "handbook.write", id).ok,
    mayChart: house.access.mayFor(who, "chart.write", id).ok,
  });
}

const reading: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/maternity",
    needs: "board.see",
    look: "page",
    shows: (answer) => {
      const { live, waiting, expecting } = answer as MaternityView;
      return [...new Set([...live, ...waiting, ...expecting].map(({ person }) => person))];
    },
    handle: maternity,
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/maternity",
    needs: "person.see",
    person: "id",
    look: "page",
    handle: personMaternity,
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/maternity/trace",
    needs: "person.see",
    person: "id",
    look: "signals",
    query: stretch,
    handle: async ({ house, params: { id = "" }, query: { from, to } }) =>
      to > from && to - from <= LONGEST_TRACE_MS
        ? accept(traceView(await traced(house.ward.store, subjectOf(id), from, to)))
        : refuse("HTTP_SHAPE", "query.to", to, "after `from`, and at most six hours after it"),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/handbook",
    needs: "person.see",
    person: "id",
    look: "handbook",
    handle: async (call) => accept(await bookOf(call)),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/handbook/paper",
    needs: "person.see",
    person: "id",
    look: "handbook",
    query: z.object({ language: z.enum(["en", "ja", "ko"]).default("ja") }),
    handle: async (call) => {
      const bytes = await handbookPaper(await bookOf(call), call.query.language, "Sakiyomi");
      const headers = { "content-type": "application/pdf", "content-disposition": 'inline; filename="handbook.pdf"' };
      return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
    },
  }),
];

/** Everything under /api/maternity, and what belongs to a person's page. */
export const maternityRoutes: readonly Route[] = [...reading, ...writing];
