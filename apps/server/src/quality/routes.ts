import { accept } from "@sakiyomi/core";
import { z } from "zod";
import { type Route, signed } from "../http/route.ts";
import { decide, quality, setPolicy } from "./desk.ts";
import { qualityPolicy } from "./house-rules.ts";
import type { QualityView } from "./shapes.ts";

const period = z.object({ days: z.coerce.number().int().min(1).max(366).default(7) });

/** How good the alarms of the house are; docs/guide/alarm-quality.md. */
export const qualityRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/quality",
    needs: "quality.see",
    query: period,
    look: "alarms",
    shows: (answer) => (answer as QualityView).people.map(({ person }) => person),
    handle: async ({ house, who, query: { days } }) => accept(await quality(house, who, days)),
  }),
  signed({
    method: "PUT",
    path: "/api/quality/policy",
    needs: "policy.write",
    body: qualityPolicy,
    handle: async ({ house, body, by }) => accept(await setPolicy(house, body, by)),
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/quality",
    needs: "skill.write",
    person: "id",
    body: z.object({ id: z.string().min(1).max(200), isAccepted: z.boolean() }),
    handle: ({ house, who, body, params: { id = "" } }) => decide(house, who, id, body),
  }),
];
