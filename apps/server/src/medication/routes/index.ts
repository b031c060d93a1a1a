import type { Route } from "../../http/route.ts";
import { chartRoutes } from "./charts.ts";
import { givingRoutes } from "./giving.ts";
import { houseRoutes } from "./house.ts";
import { incidentRoutes } from "./incidents.ts";

/** Everything under /api/medication, and what belongs to a person's page; docs/guide/medication-api.md lists them. */
export const medicationRoutes: readonly Route[] = [...chartRoutes, ...givingRoutes, ...houseRoutes, ...incidentRoutes];
