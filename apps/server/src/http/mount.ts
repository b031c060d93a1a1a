import { accept, type Read, type Refusal, refuse } from "@sakiyomi/core";
import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { Who } from "../access/access.ts";
import type { House } from "../house.ts";
import { pageLimits, readBody, readJson } from "./body.ts";
import { type Cookies, cookiesOf } from "./cookies.ts";
import { checkCsrf } from "./guard.ts";
import { type Looks, subjectOf } from "./looks.ts";
import { problemResponse } from "./problem.ts";
import type { Call, DeviceRoute, OpenRoute, Route, SignedRoute } from "./route.ts";

/** An answer is JSON, the answer itself, or the refusal as a problem. */
const respond = (answer: Read<unknown> | Response): Response => {
  if (answer instanceof Response) return answer;
  return answer.ok ? Response.json(answer.value ?? null) : problemResponse(answer.refusal);
};

/** Puts a route behind its door: host, session or token, CSRF, permission, reach, shape; then the handler. */
export function mount(app: Hono, route: Route, house: House, looks: Looks): void {
  app.on(route.method, route.path, async (c) => {
    const cookies = cookiesOf(c.req.header("cookie") ?? null, house.tls);
    const visitor = house.access.who(cookies.get("session"));
    const call: Call = {
      house,
      request: c.req.raw,
      params: c.req.param() as Record<string, string>,
      body: undefined,
      query: undefined,
      cookies,
      address: addressOf(c),
      visitor,
    };
    const response = respond(await run(route, call, looks));
    return withCookies(response, cookies);
  });
}

const run = (route: Route, call: Call, looks: Looks) => {
  if ("handleDevice" in route) return runDevice(route, call);
  return route.needs === "nothing" ? runOpen(route, call) : runSigned(route as SignedRoute, call, looks);
};

async function runOpen(route: OpenRoute, call: Call): Promise<Read<unknown> | Response> {
  const { house, request, cookies, visitor } = call;
  if (route.method !== "GET") {
    const genuine = checkCsrf(request, cookies, visitor !== null, house.tls);
    if (!genuine.ok) return genuine;
  }
  const read = await readShape(route, call);
  return read.ok ? route.handle(read.value) : read;
}

async function runSigned(route: SignedRoute, call: Call, looks: Looks): Promise<Read<unknown> | Response> {
  const { house, request, cookies, visitor: who } = call;
  if (!who) return refuse("ACCESS_SIGNED_OUT", "session", "none", "a session that is not over");
  const genuine = route.method === "GET" ? accept(null) : checkCsrf(request, cookies, true, house.tls);
  if (!genuine.ok) return refused(house, who, route, genuine.refusal, null);
  const person = await personOf(route, call);
  const allowed = person === null ? house.access.may(who, route.needs) : house.access.mayFor(who, route.needs, person);
  if (!allowed.ok) return refused(house, who, route, allowed.refusal, person);
  const read = await readShape(route, call);
  if (!read.ok) return read;
  const named = route.personIn?.(read.value.body) ?? null;
  const within = named === null ? accept(null) : house.access.mayFor(who, route.needs, named);
  if (!within.ok) return refused(house, who, route, within.refusal, named);
  const answer = await route.handle({ ...read.value, who, by: who.actor });
  const isShown = answer instanceof Response || answer.ok;
  // Durable in the journal before anything leaves.
  if (route.look && isShown) await noteLooks(route, looks, who, person, answer);
  return answer;
}

async function noteLooks(
  { look = "", shows }: SignedRoute,
  looks: Looks,
  who: Who,
  person: string | null,
  answer: Read<unknown> | Response,
): Promise<void> {
  const many = shows && !(answer instanceof Response) && answer.ok ? shows(answer.value) : [];
  const seen = person === null ? many : [person, ...many];
  await Promise.all(seen.map((one) => looks.note(who, one, look)));
}

async function runDevice(route: DeviceRoute, call: Call): Promise<Read<unknown> | Response> {
  const { house, request, address } = call;
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const sender = house.access.devices.check(token);
  if (!sender) {
    house.log.warn({ address, path: route.path }, "a device token was refused");
    return refuse(
      "ACCESS_TOKEN",
      "Authorization",
      token === undefined ? "none" : "another token",
      "Bearer, and the token of the device",
    );
  }
  return route.handleDevice({ ...call, sender });
}

async function personOf(route: SignedRoute, call: Call): Promise<string | null> {
  if (route.person) return call.params[route.person] ?? null;
  return (await route.personOf?.(call.house, call.params.id ?? "")) ?? null;
}

/** Every refusal of somebody who is signed in is told to the auditor. */
async function refused(house: House, who: Who, route: Route, refusal: Refusal, person: string | null) {
  const content = {
    route: `${route.method} ${route.path}`,
    code: refusal.code,
    ...(person === null ? {} : { person }),
  };
  const known = person !== null && house.ward.boardPerson(person) !== null;
  await house.ward.journal(
    "access.refused",
    who.actor.id,
    known && person !== null ? subjectOf(person) : null,
    content,
  );
  return { ok: false as const, refusal };
}

async function readShape<C extends Call>(route: Route, call: C): Promise<Read<C>> {
  const query = route.query
    ? check(route.query, Object.fromEntries(new URL(call.request.url).searchParams), "query")
    : accept(undefined);
  if (!query.ok) return query;
  if (!route.body) return accept({ ...call, query: query.value });
  const bytes = await readBody(call.request, route.limits ?? pageLimits);
  if (!bytes.ok) return bytes;
  const json = readJson(bytes.value);
  if (!json.ok) return json;
  const body = check(route.body, json.value, "body");
  return body.ok ? accept({ ...call, query: query.value, body: body.value }) : body;
}

function check(schema: z.ZodType, value: unknown, place: string): Read<unknown> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return accept(parsed.data);
  const [issue] = parsed.error.issues;
  // What was found is not repeated: it may be a password.
  return refuse(
    "HTTP_SHAPE",
    [place, ...(issue?.path ?? [])].join("."),
    "something else",
    issue?.message ?? "another shape",
  );
}

function withCookies(response: Response, cookies: Cookies): Response {
  if (cookies.lines.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const line of cookies.lines) headers.append("set-cookie", line);
  return new Response(response.body, { status: response.status, headers });
}

/** @hono/node-server hands the socket over; a test has none. */
function addressOf(c: Context): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? "unknown";
}
