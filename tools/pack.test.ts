// What is published is packed, put into a fresh project, and used there from JavaScript and TypeScript. It takes about a
// minute, so it runs in CI, and when it is asked for: npm test -- tools/pack
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildPackage, type Package, packagesIn } from "./build.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const asked = process.argv.slice(2).some((word) => word.includes("pack"));
const skip = asked || process.env.CI === "true" ? false : "skipped: only in CI, or with npm test -- tools/pack";

const place = mkdtempSync(join(tmpdir(), "sakiyomi-pack-"));
after(() => rmSync(place, { recursive: true, force: true }));

test("every package, packed and put into a fresh project, works from JavaScript and TypeScript", { skip }, () => {
  const packages = built();
  const project = join(place, "project");
  for (const one of packages) unpack(one, project);
  link(join(root, "node_modules"), join(project, "node_modules"));
  link(join(root, "apps/cli/node_modules"), join(project, "node_modules"));
  for (const one of packages) isClean(one, project);
  usedFromJavaScript(packages, project);
  usedFromTypeScript(project);
  usedFromTheCommandLine(project);
});

/** A copy of the sources, compiled: the work tree keeps its own dist. */
function built(): readonly Package[] {
  const copy = join(place, "copy");
  for (const name of [
    "package.json",
    "LICENSE",
    "tsconfig.base.json",
    "core",
    "learn",
    "medication",
    "robot",
    "skills",
    "adapters",
    "apps",
    "bench",
  ])
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist)$/.test(path),
    });
  const all = packagesIn(copy);
  for (const { dir, name } of all) linkTo(dir, join(copy, "node_modules", name));
  link(join(root, "node_modules"), join(copy, "node_modules"));
  link(join(root, "apps/cli/node_modules"), join(copy, "apps/cli/node_modules"));
  link(join(root, "apps/web/node_modules"), join(copy, "apps/web/node_modules"));
  for (const one of all) buildPackage(one, copy);
  return all.filter(({ isPublic }) => isPublic);
}

function unpack({ dir, name }: Package, project: string): void {
  const [packed] = JSON.parse(ran("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", place], dir));
  const target = join(project, "node_modules", name);
  mkdirSync(target, { recursive: true });
  ran("tar", ["-xzf", join(place, packed.filename), "-C", target, "--strip-components=1"], place);
}

/** Nothing but what is meant to be there: compiled code with types, a licence, no tests. */
function isClean({ name }: Package, project: string): void {
  const files = readdirSync(join(project, "node_modules", name), { recursive: true, encoding: "utf8" });
  assert.ok(files.includes("dist/LICENSE"), `${name} has no licence`);
  assert.deepEqual(
    files.filter((file) => /\.test\.|(?<!\.d)\.ts$|\.tsbuildinfo$|^src\//.test(file)),
    [],
    name,
  );
}

function usedFromJavaScript(packages: readonly Package[], project: string): void {
  const libraries = packages.map(({ name }) => name).filter((name) => name !== "@sakiyomi/web");
  writeFileSync(
    join(project, "plain.mjs"),
    `const names = ${JSON.stringify(libraries)};
    for (const name of names) if (Object.keys(await import(name)).length === 0) throw new Error(name + " is empty");
    const { openEmbeddedWard } = await import("@sakiyomi/server");
    const { ward } = await openEmbeddedWard({ dataDir: "./data", stateDir: "./state", mode: "real", zone: "Asia/Tokyo" });
    const by = { id: "staff:test", name: "Test" };
    await ward.admit({ id: "ann", name: "Ann", birthDate: "1940-01-01", place: null, consents: ["record", "predict"] }, by);
    const fall = { kind: "fall", value: {}, at: new Date().toISOString(), subject: "person:ann", source: "staff:test" };
    const receipt = await ward.receive([fall], { source: "staff:test" });
    await ward.close();
    console.log(names.length, JSON.stringify(receipt));`,
  );
  const said = ran(process.execPath, ["plain.mjs"], project);
  assert.match(said, new RegExp(`^${libraries.length} \\{"stored":1,"repeated":0,"refused":\\[\\]\\}`));
}

function usedFromTypeScript(project: string): void {
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(project, "typed.ts"),
    `import { defineSkill, kinds, type Prediction, readSignal, type Signal, unknown } from "@sakiyomi/core";
    import { keepsPromises } from "@sakiyomi/core/testing";
    import { skills } from "@sakiyomi/skills";
    import { openSignalStore } from "@sakiyomi/sqlite";
    const why: Prediction = unknown("no-reading");
    const unit: string = kinds["heart-rate"].unit;
    // @ts-expect-error a unit is text
    const wrong: number = kinds["heart-rate"].unit;
    // @ts-expect-error an instant is a number
    const signal: Pick<Signal, "at"> = { at: "now" };
    export const all = [why, unit, wrong, signal, skills[0]?.id, keepsPromises, openSignalStore, readSignal, defineSkill];`,
  );
  const options = {
    module: "nodenext",
    target: "es2024",
    strict: true,
    noEmit: true,
    types: ["node"],
    skipLibCheck: true,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["typed.ts"] }));
  ran(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], project);
}

function usedFromTheCommandLine(project: string): void {
  const cli = join(project, "node_modules/sakiyomi/bin/sakiyomi.js");
  const { version } = JSON.parse(readFileSync(join(root, "apps/cli/package.json"), "utf8"));
  assert.equal(ran(process.execPath, [cli, "--version"], project).trim(), version);
  const lived = ran(process.execPath, [cli, "simulate", "--for", "2min", "--waves", "ecg"], project);
  // What simulated staff chart in these minutes, at some times of the day, no device says.
  const day = lived
    .split("\n")
    .filter((line) => !line.includes('"staff:'))
    .join("\n");
  const report = ran(process.execPath, [cli, "conform", "device", "--json"], project, day);
  assert.equal(JSON.parse(report).conforms, true, report);
}

/** Packages from outside, as an installation would bring them; ours are those that were packed. */
function link(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const name of readdirSync(from).filter(
    (one) => !one.startsWith(".") && one !== "sakiyomi" && one !== "@sakiyomi",
  ))
    linkTo(join(from, name), join(to, basename(name)));
}

function linkTo(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) symlinkSync(target, path);
}

function ran(command: string, args: readonly string[], cwd: string, input = ""): string {
  const env = { ...process.env, NODE_OPTIONS: "", npm_config_update_notifier: "false" };
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env,
    input,
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`);
  return stdout;
}
