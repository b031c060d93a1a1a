import { accept } from "@sakiyomi/core";
import { z } from "zod";
import { open, type Route, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";
import { auditLineOf } from "../journal-lines.ts";

const query = z.object({
  from: instant.optional(),
  to: instant.optional(),
  type: z.string().max(64).optional(),
  actor: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});

export const auditRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/journal",
    needs: "journal.see",
    query,
    handle: async ({ house, query: { from, to, type, actor, limit } }) => {
      const entries = await house.ward.records.entries({
        limit,
        newestFirst: true,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(type === undefined ? {} : { types: [type] }),
        ...(actor === undefined ? {} : { actor }),
      });
      return accept(entries.map((entry) => auditLineOf(entry, house)));
    },
  }),
  open({
    method: "GET",
    path: "/api/health",
    why: "a watchdog has no account; it learns that the server lives, and nothing of anybody",
    handle: ({ house }) =>
      accept({
        ok: house.ward.skills().every(({ health }) => health.ok) && house.nurseCall.state().oldestWaitingMs < 60_000,
        at: house.ward.now(),
        version: house.version,
        skills: house.ward.skills().map(({ id, health }) => ({ id, ok: health.ok, lastTurnAt: health.lastTurnAt })),
        nurseCall: house.nurseCall.state(),
      }),
  }),
];
