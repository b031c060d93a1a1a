import type { Route } from "../http/route.ts";

/** Everything under /api/remote, and what belongs to a person's page. */
export const remoteRoutes: readonly Route[] = [];
