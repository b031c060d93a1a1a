import type { Route } from "../http/route.ts";

/** Everything under /api/maternity, and what belongs to a person's page. */
export const maternityRoutes: readonly Route[] = [];
