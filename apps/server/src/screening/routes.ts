import type { Route } from "../http/route.ts";

/** Everything under /api/screening, and what belongs to a person's page. */
export const screeningRoutes: readonly Route[] = [];
