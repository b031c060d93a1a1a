import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { codes } from "@sakiyomi/core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const places = "{core,learn,medication,robot,skills,adapters,apps,bench}/**/*";
const exclude = (path: string): boolean => /(^|\/)(node_modules|dist)(\/|$)/.test(path);
const filesOf = (kinds: string): readonly string[] => globSync(`${places}.${kinds}`, { cwd: root, exclude });
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

interface Workspace {
  readonly folder: string;
  readonly name: string;
  readonly declared: readonly string[];
}

const workspaces: readonly Workspace[] = filesOf("json")
  .filter((file) =>
    /^(core|learn|medication|robot|skills|bench|adapters\/[^/]+|apps\/[^/]+)\/package\.json$/.test(file),
  )
  .map((file) => {
    const {
      name,
      dependencies = {},
      devDependencies = {},
    } = JSON.parse(textOf(file)) as {
      name: string;
      dependencies?: object;
      devDependencies?: object;
    };
    return { folder: dirname(file), name, declared: [...Object.keys(dependencies), ...Object.keys(devDependencies)] };
  });
const tools = Object.keys((JSON.parse(textOf("package.json")) as { devDependencies: object }).devDependencies);
const ours = new Map(workspaces.map((one) => [one.name, one]));
/** core, learn, medication, robot, skills, adapters, apps, bench. */
const layerOf = ({ folder }: Workspace): string => folder.split("/")[0] ?? "";

/** What a layer may import of the others; an adapter another adapter only where its package.json says so. */
const may: Readonly<Record<string, readonly string[]>> = {
  core: [],
  learn: [],
  medication: ["core"],
  robot: ["core", "learn"],
  skills: ["core", "learn", "medication"],
  adapters: ["core", "learn", "medication", "robot", "adapters"],
  apps: ["core", "learn", "medication", "robot", "skills", "adapters", "apps", "bench"],
  bench: ["core", "learn", "medication", "robot", "skills", "adapters", "apps"],
};
/** Packages from outside that a layer may use at all; others use what their package.json declares. */
const outside: Readonly<Record<string, readonly string[]>> = { core: ["zod"], skills: ["zod"] };

const importsOf = (code: string): readonly string[] =>
  [
    ...code.matchAll(
      /^\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^\s*import\s+"([^"]+)"/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
const packageOf = (wanted: string): string =>
  wanted
    .split("/")
    .slice(0, wanted.startsWith("@") ? 2 : 1)
    .join("/");

interface Import {
  readonly file: string;
  readonly from: Workspace;
  readonly wanted: string;
}

/** Tests, and what those in a browser share. */
const isOfTests = (file: string): boolean => /\.test\.tsx?$|\/e2e\//.test(file);

const imports: readonly Import[] = filesOf("{ts,tsx}")
  .filter((file) => !isOfTests(file))
  .flatMap((file) => {
    const from = workspaces.find(({ folder }) => file.startsWith(`${folder}/`));
    return from ? importsOf(textOf(file)).map((wanted) => ({ file, from, wanted })) : [];
  });
const shown = (wrong: readonly Import[]): readonly string[] =>
  wrong.map(({ file, wanted }) => `${file} imports ${wanted}`);

test("each layer imports only the layers that it may, and never sideways", () => {
  const wrong = imports.filter(({ from, wanted }) => {
    const target = ours.get(packageOf(wanted));
    return target && target !== from && !(may[layerOf(from)] ?? []).includes(layerOf(target));
  });
  assert.deepEqual(shown(wrong), []);
  assert.ok(imports.length > 300, `${imports.length} imports were found`);
});

test("a package imports of ours and of others only what its package.json declares", () => {
  const wrong = imports.filter(({ from, file, wanted }) => {
    const name = packageOf(wanted);
    const isOutside = !wanted.startsWith(".") && !wanted.startsWith("node:") && name !== from.name;
    // What only the developer runs (screenshots) may use the developer's own tools.
    const isForDevelopers = /\/(dev|testing)\//.test(file) && tools.includes(name);
    return isOutside && !isForDevelopers && !from.declared.includes(name);
  });
  assert.deepEqual(shown(wrong), []);
});

test("core and skills use zod and nothing else from outside", () => {
  const wrong = imports.filter(({ from, wanted, file }) => {
    const allowed = outside[layerOf(from)];
    const isTheirs = wanted.startsWith(".") || ours.has(packageOf(wanted));
    const isForTests = /\/testing\//.test(file) && wanted.startsWith("node:");
    return allowed !== undefined && !isTheirs && !isForTests && !allowed.includes(packageOf(wanted));
  });
  assert.deepEqual(shown(wrong), []);
});

/** Exempt, each with its reason. */
const reaches: Readonly<Record<string, string>> = {
  "apps/web/src/link/shapes.ts": "the shapes of the border, types only: the page takes no code from the server",
  "apps/web/src/robot/shapes.ts": "the shapes of a robot's page, types only",
  "apps/web/src/medication/shapes.ts": "the shapes of the border about medicines, types only",
  "apps/web/src/nursery/shapes.ts": "the shapes of the border about naps, types only",
  "apps/web/src/daily/shapes.ts": "the shapes of the border about daily care, types only",
  "apps/web/src/screening/shapes.ts": "the shapes of the border about check-ups, types only",
  "apps/web/src/quality/shapes.ts": "the shapes of the border about alarms, types only",
  "apps/web/src/maternity/shapes.ts": "the shapes of the border about mother and child, types only",
  "apps/web/src/remote/shapes.ts": "the shapes of the border about remote advice, types only",
};

test("no file reaches into another package by a path", () => {
  const wrong = imports.filter(({ from, file, wanted }) => {
    const target = relative(root, join(root, dirname(file), wanted));
    return wanted.startsWith(".") && !target.startsWith(`${from.folder}/`) && !(file in reaches);
  });
  for (const file of Object.keys(reaches)) assert.doesNotMatch(textOf(file), /^(import|export) (?!type)/m, file);
  assert.deepEqual(shown(wrong), []);
});

test("every code of the register is used, and documented with what to do", () => {
  const code = filesOf("{ts,tsx,js,mjs}")
    .filter((file) => !/\.test\.tsx?$/.test(file) && file !== "core/src/1-signal/codes.ts")
    .map(textOf)
    .join("\n");
  const page = textOf("docs/errors.md");
  const names = Object.keys(codes);
  assert.deepEqual(
    names.filter((name) => !new RegExp(`["'\`]${name}\\b`).test(code)),
    [],
    "used nowhere",
  );
  assert.deepEqual(
    names.filter((name) => !page.includes(`\`${name}\``)),
    [],
    "not in docs/errors.md: run npm run docs",
  );
  for (const { means, remedy } of Object.values(codes)) assert.ok(means.endsWith(".") && remedy.endsWith("."));
});
