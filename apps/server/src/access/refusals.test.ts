import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem, Role } from "../api.ts";
import { routes } from "../app.ts";
import type { Route, SignedRoute } from "../http/route.ts";
import { testHouse } from "../testing/test-house.ts";
import { staffRoles } from "./account.ts";
import { needsFullSignIn, permissions, permits, roles } from "./roles.ts";

const isSigned = (route: Route): route is SignedRoute =>
  "needs" in route && route.needs !== "nothing" && "handle" in route;
const signedRoutes = routes.filter(isSigned);
/** Ids of the ward for the parameters of a path. */
const fill = (path: string, person: string) =>
  path.replace("/people/:id", `/people/${person}`).replaceAll(/:\w+/g, "some-id");
const code = (json: unknown) => (json as Problem).code;

test("every route says what it needs, and an open one says why it is open", () => {
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    if (route.needs === "nothing") assert.ok("why" in route && route.why.length > 10, name);
    else assert.ok(permissions.includes(route.needs), name);
    if (isSigned(route) && route.path.startsWith("/api/people/:id") && route.needs !== "glass.break")
      assert.equal(route.person, "id", `${name} has to ask for whom`);
  }
  assert.equal(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size, routes.length);
});

test("every permission is somebody's, and every role has a row", () => {
  for (const permission of permissions)
    assert.ok(
      Object.values(roles).some(({ may }) => may.includes(permission)),
      permission,
    );
  assert.deepEqual(Object.keys(roles).sort(), [...staffRoles, "device"].sort());
});

test("without a session every route but the open ones refuses", async () => {
  const house = await testHouse({ skills: [] });
  for (const { method, path } of signedRoutes) {
    const { status, json } = await house.ask(method, fill(path, "p-1"), method === "GET" ? {} : { body: {} });
    assert.deepEqual([status, code(json)], [401, "ACCESS_SIGNED_OUT"], `${method} ${path}`);
  }
  await house.close();
});

test("every route refuses every role that lacks its permission, and the journal tells it", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  let refusals = 0;
  for (const role of staffRoles) {
    const ask = await house.as([role]);
    for (const { method, path, needs } of signedRoutes.filter(({ needs }) => !permits([role], needs))) {
      const { status, json } = await ask(method, fill(path, person), method === "GET" ? undefined : {});
      assert.deepEqual([status, code(json)], [403, "ACCESS_ROLE"], `${role} ${method} ${path} (${needs})`);
      refusals += 1;
    }
  }
  assert.ok(refusals > 100, String(refusals));
  assert.equal((await house.ward.records.entries({ types: ["access.refused"] })).length, refusals);
  await house.close();
});

test("no role can give itself more: only an administrator writes accounts, devices, policy", () => {
  const holders = (permission: (typeof permissions)[number]) =>
    staffRoles.filter((role) => permits([role], permission));
  for (const permission of [
    "staff.write",
    "device.write",
    "policy.write",
    "place.write",
    "person.erase",
    "message.write",
  ] as const)
    assert.deepEqual(holders(permission), ["administrator"], permission);
  assert.deepEqual(holders("journal.see"), ["auditor"]);
  assert.equal(holders("signals.append").length, 0);
});

test("a PIN does not do what needs a full sign-in", async () => {
  const house = await testHouse({ skills: [] });
  const all = await house.as([...staffRoles], { pin: true });
  for (const { method, path, needs, person } of signedRoutes.filter(({ needs }) => needsFullSignIn.includes(needs))) {
    const { json } = await all(method, fill(path, "p-1"), method === "GET" ? undefined : {});
    assert.equal(code(json), "ACCESS_FULL", `${method} ${path} ${needs} ${person}`);
  }
  await house.close();
});

/** Every route about one person, with somebody of the role that has all its permissions but not this person. */
const outsiders: readonly (readonly [Role, { places?: string[]; familyOf?: string[] }])[] = [
  ["nurse", { places: ["another-ward"] }],
  ["doctor", { places: [] }],
  ["family", { familyOf: ["somebody-else"] }],
];

test("nobody reaches a person outside their ward or family, on any route about a person", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  for (const [role, more] of outsiders) {
    const ask = await house.as([role], more);
    const board = (await ask("GET", "/api/board")).json as { people: unknown[] };
    assert.deepEqual(board.people, []);
    for (const { method, path } of signedRoutes.filter((route) => route.person && permits([role], route.needs))) {
      const { status, json } = await ask(method, fill(path, person), method === "GET" ? undefined : {});
      assert.deepEqual([status, code(json)], [403, "ACCESS_PERSON"], `${role} ${method} ${path}`);
    }
  }
  await house.close();
});

test("an alert of somebody outside the ward cannot be taken", async () => {
  const house = await testHouse();
  const { person } = await house.settle();
  const inside = await house.as(["nurse"]);
  const at = house.ward.now();
  const vitals = [
    ["respiration-rate", 26, "/min"],
    ["spo2", 90, "%"],
    ["supplemental-oxygen", "air", null],
    ["systolic", 95, "mm[Hg]"],
    ["heart-rate", 118, "/min"],
    ["consciousness", "alert", null],
    ["body-temperature", 38.4, "Cel"],
  ] as const;
  for (const [kind, value, unit] of vitals)
    assert.equal((await inside("POST", `/api/people/${person}/chart`, { kind, value, unit, at })).status, 200);
  await house.pass(1000);
  const [alert] = house.ward.board().alerts;
  assert(alert);
  const outside = await house.as(["nurse"], { places: ["another-ward"] });
  for (const path of ["take", "done"])
    assert.equal(code((await outside("POST", `/api/alerts/${alert.id}/${path}`)).json), "ACCESS_PERSON");
  assert.equal((await inside("POST", `/api/alerts/${alert.id}/take`)).status, 200);
  await house.close();
});

test("neither an entry nor a binding of somebody outside the ward can be changed", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const inside = await house.as(["nurse"]);
  const chart = { kind: "heart-rate", value: 70, unit: "/min", at: house.ward.now() };
  const entry = (await inside("POST", `/api/people/${person}/chart`, chart)).json as { id: string; version: number };
  const binding = (await inside("POST", `/api/people/${person}/bindings`, { device: "cuff-1" })).json as { id: string };
  const outside = await house.as(["nurse"], { places: ["another-ward"] });
  const error = { version: entry.version, reason: "wrong person" };
  for (const [ask, status] of [
    [outside, 403],
    [inside, 200],
  ] as const) {
    assert.equal((await ask("POST", `/api/chart/${entry.id}/error`, error)).status, status);
    assert.equal((await ask("POST", `/api/bindings/${binding.id}/end`, {})).status, status);
  }
  await house.close();
});

test("a ward's nurse reaches the people in its beds, also below its rooms", async () => {
  const house = await testHouse({ skills: [] });
  const { person, ward } = await house.settle();
  const nurse = await house.as(["nurse"], { places: [ward] });
  assert.equal((await nurse("GET", `/api/people/${person}`)).status, 200);
  await house.ward.move(person, null, { id: "staff:x", name: "x" });
  assert.equal((await nurse("GET", `/api/people/${person}`)).status, 403);
  await house.close();
});

test("one's rights as family give no right to chart, nor those of another ward to see", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const both = await house.as(["carer", "family"], { places: ["another-ward"], familyOf: [person] });
  assert.equal(code((await both("GET", `/api/people/${person}`)).json), "ACCESS_PERSON");
  await house.ward.consent(person, "family", true, { id: "staff:x", name: "x" });
  assert.equal((await both("GET", `/api/people/${person}`)).status, 200);
  const chart = { kind: "heart-rate", value: 70, unit: "/min", at: house.ward.now() };
  assert.equal(code((await both("POST", `/api/people/${person}/chart`, chart)).json), "ACCESS_PERSON");
  await house.close();
});

test("the glass breaks for half an hour, with a reason, for one person, and the auditor reads why", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const doctor = await house.as(["doctor"], { places: ["another-ward"] });
  assert.equal((await doctor("POST", `/api/people/${person}/break-glass`, { reason: "" })).status, 400);
  const reason = "collapsed in the corridor";
  assert.equal((await doctor("POST", `/api/people/${person}/break-glass`, { reason })).status, 200);
  const seen = await doctor("GET", `/api/people/${person}`);
  assert.equal((seen.json as { brokenGlass: boolean }).brokenGlass, true);
  const chart = { kind: "heart-rate", value: 70, unit: "/min", at: house.ward.now() };
  assert.equal(code((await doctor("POST", `/api/people/${person}/chart`, chart)).json), "ACCESS_PERSON");
  const auditor = await house.as(["auditor"]);
  const journal = (await auditor("GET", "/api/journal?type=access.break-glass")).json as {
    text: { values: { reason: string } };
  }[];
  assert.deepEqual(
    journal.map(({ text }) => text.values.reason),
    [reason],
  );
  await house.pass(30 * 60_000);
  const again = await house.as(["nurse"]);
  assert.equal(code((await doctor("GET", `/api/people/${person}`)).json), "ACCESS_PERSON");
  const looks = (await again("GET", `/api/people/${person}/looks`)).json as { what: string; reason: string | null }[];
  assert.deepEqual(looks.map(({ what }) => what).sort(), ["break-glass", "page"]);
  await house.close();
});

test("the broken glass mends itself", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const doctor = await house.as(["doctor"], { places: ["another-ward"] });
  await doctor("POST", `/api/people/${person}/break-glass`, { reason: "collapsed" });
  for (const status of [200, 200, 200, 403]) {
    assert.equal((await doctor("GET", `/api/people/${person}`)).status, status);
    await house.pass(10 * 60_000);
  }
  await house.close();
});

test("every look at a person's page is in the journal once, and the family can read it", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  await house.ward.consent(person, "family", true, { id: "staff:x", name: "x" });
  const nurse = await house.as(["nurse"], { name: "Tanaka" });
  for (let tries = 0; tries < 5; tries += 1) await nurse("GET", `/api/people/${person}`);
  await nurse("GET", `/api/people/${person}/signals?kind=heart-rate&from=0&to=${house.ward.now()}`);
  await house.pass(6 * 60_000);
  await nurse("GET", `/api/people/${person}`);
  const daughter = await house.as(["family"], { familyOf: [person] });
  const looks = (await daughter("GET", `/api/people/${person}/looks`)).json as { name: string; what: string }[];
  assert.deepEqual(
    looks.map(({ name, what }) => `${name} ${what}`),
    ["Tanaka page", "Tanaka signals", "Tanaka page"],
  );
  await house.close();
});

test("an auditor reads who did what, and no value that was measured", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle("佐藤 花子");
  const nurse = await house.as(["nurse"]);
  await nurse("POST", `/api/people/${person}/chart`, {
    kind: "heart-rate",
    value: 123.4,
    unit: "/min",
    at: house.ward.now(),
  });
  await nurse("POST", `/api/people/${person}/chart`, {
    kind: "note",
    value: { text: "cried at night" },
    at: house.ward.now(),
  });
  const auditor = await house.as(["auditor"]);
  assert.equal(code((await auditor("GET", `/api/people/${person}`)).json), "ACCESS_ROLE");
  const { status, json } = await auditor("GET", "/api/journal");
  assert.equal(status, 200);
  assert.ok((json as unknown[]).length > 3);
  for (const told of ["123.4", "cried", "花子", "1940"]) assert.equal(JSON.stringify(json).includes(told), false, told);
  await house.close();
});

test("erasing wants an administrator and a reason", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const administrator = await house.as(["administrator"]);
  assert.equal((await administrator("POST", `/api/people/${person}/erase`, {})).status, 400);
  assert.equal(
    (await administrator("POST", `/api/people/${person}/erase`, { reason: "asked by the family" })).status,
    200,
  );
  assert.deepEqual(house.ward.board().people, []);
  await house.close();
});
