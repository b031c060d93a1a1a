import type { Route } from "../http/route.ts";

/** Everything under /api/daily, and what belongs to a person's page. */
export const dailyRoutes: readonly Route[] = [];
