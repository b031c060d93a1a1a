import { Fault, refuse } from "@sakiyomi/core";
import { Hono } from "hono";
import { dailyRoutes } from "./daily/routes.ts";
import type { House } from "./house.ts";
import { checkHost, securityHeaders } from "./http/guard.ts";
import type { Looks } from "./http/looks.ts";
import { mount } from "./http/mount.ts";
import { problemOfError, problemResponse } from "./http/problem.ts";
import type { Route } from "./http/route.ts";
import { staticFile } from "./http/static.ts";
import { maternityRoutes } from "./maternity/routes.ts";
import { medicationRoutes } from "./medication/routes/index.ts";
import { nurseryRoutes } from "./nursery/routes.ts";
import { qualityRoutes } from "./quality/routes.ts";
import { remoteRoutes } from "./remote/routes.ts";
import { auditRoutes } from "./routes/audit.ts";
import { boardRoutes } from "./routes/board.ts";
import { careRoutes } from "./routes/care.ts";
import { fhirRoutes } from "./routes/fhir.ts";
import { messageRoutes } from "./routes/messages.ts";
import { passkeyRoutes } from "./routes/passkeys.ts";
import { peopleRoutes } from "./routes/people.ts";
import { robotRoutes } from "./routes/robots.ts";
import { sessionRoutes } from "./routes/session.ts";
import { signalRoutes } from "./routes/signals.ts";
import { skillRoutes } from "./routes/skills.ts";
import { staffRoutes } from "./routes/staff.ts";
import { trustRoutes } from "./routes/trust.ts";
import { screeningRoutes } from "./screening/routes.ts";

/** Every address of the API. A test walks them with every role. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...passkeyRoutes,
  ...boardRoutes,
  ...peopleRoutes,
  ...careRoutes,
  ...skillRoutes,
  ...staffRoutes,
  ...messageRoutes,
  ...auditRoutes,
  ...signalRoutes,
  ...fhirRoutes,
  ...trustRoutes,
  ...robotRoutes,
  ...medicationRoutes,
  ...nurseryRoutes,
  ...maternityRoutes,
  ...dailyRoutes,
  ...remoteRoutes,
  ...screeningRoutes,
  ...qualityRoutes,
];

/** The whole server as a function from request to response; serve.ts gives it a port. */
export function createApp(house: House, looks: Looks): Hono {
  const app = new Hono();
  const headers = Object.entries(securityHeaders(house.tls));
  app.use("*", async (c, next) => {
    const host = checkHost(c.req.raw, house.hosts);
    if (host.ok) await next();
    else c.res = problemResponse(host.refusal);
    for (const [name, value] of headers) c.res.headers.set(name, value);
    if (c.req.path.startsWith("/api/") && !c.res.headers.has("cache-control"))
      c.res.headers.set("cache-control", "no-store");
  });
  for (const route of routes) mount(app, route, house, looks);
  app.all("/api/*", (c) => problemResponse(refuse("HTTP_ROUTE", "path", c.req.path, "an address of the API").refusal));
  app.get("*", async (c) => {
    const file =
      house.webDir === null ? null : await staticFile(house.webDir, c.req.path, c.req.header("accept-encoding"));
    return file ?? problemResponse(refuse("HTTP_ROUTE", "path", c.req.path, "a page of the program").refusal);
  });
  app.onError((error, c) => {
    const { problem, status } = problemOfError(error);
    house.log.error(
      {
        code: problem.code,
        error: error.message,
        stack: error instanceof Fault ? undefined : error.stack,
        path: c.req.path,
      },
      "a request failed",
    );
    return Response.json(problem, { status });
  });
  return app;
}
