import type { Route } from "../http/route.ts";

/** Everything under /api/quality, and what belongs to a person's page. */
export const qualityRoutes: readonly Route[] = [];
