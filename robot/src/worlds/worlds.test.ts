import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { regions } from "../guard/regions.ts";
import {
  buildWorld,
  careWorlds,
  corridor,
  draw,
  isFree,
  type Occupancy,
  occupancyOf,
  surroundingsVary,
  type Variation,
  wardLying,
} from "./index.ts";

const names = (xml: string, tag: string): readonly string[] =>
  Array.from(xml.matchAll(new RegExp(`<${tag}[^>]* name="([^"]+)"`, "g")), ([, name = ""]) => name);

test("the same seed gives the same world, another seed another", () => {
  for (const world of careWorlds) {
    assert.deepEqual(buildWorld(world, 7), buildWorld(world, 7));
    assert.notEqual(buildWorld(world, 7).xml, buildWorld(world, 8).xml);
  }
});

test("what is drawn stays within its bounds, reaches both ends, and has a reason", () => {
  for (const { vary, name } of careWorlds)
    for (const [what, { from, to, why, isWhole = false }] of Object.entries(vary)) {
      const seen = Array.from({ length: 200 }, (_, seed) => draw(vary, seed)[what] ?? Number.NaN);
      assert.ok(why.length > 5, `${name}: ${what}`);
      assert.ok(seen.every((value) => value >= from && value <= to && (!isWhole || Number.isInteger(value))));
      assert.ok(Math.min(...seen) <= from + (to - from) * 0.05 && Math.max(...seen) >= to - (to - from) * 0.05);
    }
});

test("a variation that is added changes none of the others", () => {
  const one = { a: { from: 0, to: 1, unit: "1", why: "a test" } };
  const two = { b: { from: 0, to: 1, unit: "1", why: "a test" }, ...one };
  assert.equal(draw(one, 3).a, draw(two, 3).a);
  assert.notEqual(draw(two, 3).a, draw(two, 3).b);
});

test("every name of truth is a body, and every geom of a person has a region that the guard knows", () => {
  for (const world of careWorlds) {
    const { xml, truth, regions: told, features } = buildWorld(world, 1);
    const bodies = new Set(names(xml, "body"));
    for (const name of truth) {
      assert.ok(bodies.has(name), `${world.name}: ${name}`);
      assert.ok(features.sensors.some((sensor) => sensor.name === `truth/${name}`));
    }
    const geoms = names(xml, "geom").filter((name) => name.startsWith("person/"));
    assert.deepEqual(geoms.toSorted(), [...told.keys()].toSorted());
    for (const region of told.values()) assert.ok((regions as readonly string[]).includes(region));
  }
});

test("a person has every body region of the guard's table", () => {
  const told = new Set(buildWorld(wardLying, 1).regions.values());
  assert.deepEqual([...told].toSorted(), [...regions].toSorted());
});

test("names of worlds are unique, and so are bodies and joints in each", () => {
  assert.equal(new Set(careWorlds.map(({ name }) => name)).size, careWorlds.length);
  for (const world of careWorlds)
    for (const tag of ["body", "joint", "geom", "site"]) {
      const all = names(buildWorld(world, 2).xml, tag).filter((name) => name !== "");
      assert.equal(new Set(all).size, all.length, `${world.name}: ${tag}`);
    }
});

/** Squares that can be driven to from a place. */
const reachedFrom = (map: Occupancy, x: number, y: number): Set<string> => {
  const key = (column: number, row: number): string => `${column} ${row}`;
  const start = [Math.floor((x - map.origin[0]) / map.cell), Math.floor((y - map.origin[1]) / map.cell)] as const;
  const seen = new Set([key(...start)]);
  const open: (readonly [number, number])[] = [start];
  for (let next = open.pop(); next; next = open.pop())
    for (const [dx, dy] of [[1, 0] as const, [-1, 0] as const, [0, 1] as const, [0, -1] as const]) {
      const [column, row] = [next[0] + dx, next[1] + dy];
      const centre = [map.origin[0] + (column + 0.5) * map.cell, map.origin[1] + (row + 0.5) * map.cell] as const;
      if (seen.has(key(column, row)) || !isFree(map, ...centre)) continue;
      seen.add(key(column, row));
      open.push([column, row]);
    }
  return seen;
};

test("the robot can drive from the start to every goal of the hospital, with a hand's breadth to spare", () => {
  for (let seed = 0; seed < 30; seed++) {
    const { plan } = buildWorld(corridor, seed);
    assert.ok(plan);
    const map = occupancyOf(plan, 0.1, 0.35);
    const [start] = plan.goals;
    assert.ok(start);
    const reached = reachedFrom(map, start.x, start.y);
    for (const { name, x, y } of plan.goals) {
      const square = [Math.floor((x - map.origin[0]) / map.cell), Math.floor((y - map.origin[1]) / map.cell)];
      assert.ok(reached.has(square.join(" ")), `seed ${seed}: ${name}`);
    }
  }
});

test("a square that is touched by a wall is not free, and the outside is not either", () => {
  const map = occupancyOf(
    { lowest: [0, 0], highest: [1, 1], rooms: [], goals: [], solid: [{ lowest: [0.45, 0], highest: [0.55, 0.5] }] },
    0.2,
  );
  assert.deepEqual([map.columns, map.rows], [5, 5]);
  assert.equal(isFree(map, 0.5, 0.3), false);
  assert.equal(isFree(map, 0.5, 0.7), true);
  assert.equal(isFree(map, 0.3, 0.3), true);
  assert.equal(isFree(map, -0.1, 0.5), false);
});

test("the document of the worlds tells every world, every variation with its bounds, and every body of truth", () => {
  const told = readFileSync(new URL("../../../docs/robot/worlds.md", import.meta.url), "utf8");
  for (const [what, { from, to, why }] of [surroundingsVary, ...careWorlds.map(({ vary }) => vary)].flatMap((vary) =>
    Object.entries<Variation>(vary),
  ))
    assert.ok(told.includes(`| ${what} | ${from} to ${to}`) && told.includes(`| ${why} |`), what);
  for (const world of careWorlds) {
    assert.ok(told.includes(`**${world.name}.**`), world.name);
    const isInRow = /^(drop|piece|person\/right_)/;
    for (const body of buildWorld(world, 1).truth.filter((name) => !isInRow.test(name)))
      assert.ok(told.includes(body.replace(/^person\//, "")), body);
  }
});
