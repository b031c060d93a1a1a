import type { Route } from "../http/route.ts";

/** Everything under /api/nursery, and what belongs to a person's page. */
export const nurseryRoutes: readonly Route[] = [];
