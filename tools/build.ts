// Compiles each package to dist, as it is published: JavaScript with types, no tests. `npm run build`
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export interface Package {
  readonly dir: string;
  readonly name: string;
  readonly isPublic: boolean;
  /** Those of ours that it needs compiled before. */
  readonly needs: readonly string[];
}

const ours = /^(@sakiyomi\/|sakiyomi$)/;
const folders = ["core", "learn", "medication", "robot", "skills", "adapters/*", "apps/*", "bench"];

/** All packages, each after those that it needs. */
export function packagesIn(root: string): readonly Package[] {
  const found = globSync(
    folders.map((folder) => `${folder}/package.json`),
    { cwd: root },
  ).map((path) => packageAt(join(root, dirname(path))));
  const ordered: Package[] = [];
  const add = (one: Package, above: readonly string[]): void => {
    if (ordered.includes(one)) return;
    if (above.includes(one.name)) throw new Error(`Packages need each other: ${[...above, one.name].join(" → ")}`);
    for (const name of one.needs) {
      const needed = found.find((other) => other.name === name);
      if (needed) add(needed, [...above, one.name]);
    }
    ordered.push(one);
  };
  for (const one of found) add(one, []);
  return ordered;
}

function packageAt(dir: string): Package {
  const manifest = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  const needs = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter((one) => ours.test(one));
  return { dir, name: manifest.name, isPublic: manifest.private !== true, needs };
}

/** Compiles one package; the page is built by Vite. */
export function buildPackage({ dir, name }: Package, root: string): void {
  rmSync(join(dir, "dist"), { recursive: true, force: true });
  if (name === "@sakiyomi/web") run("vite/bin/vite.js", ["build", "--logLevel", "warn"], dir);
  else compile(dir, root);
  copyFileSync(join(root, "LICENSE"), join(dir, "dist", "LICENSE"));
}

/** Without the condition `sakiyomi-source`: a package is compiled against what others really publish. */
function compile(dir: string, root: string): void {
  const config = join(dir, "dist", "tsconfig.json");
  mkdirSync(dirname(config), { recursive: true });
  const isHelper = existsSync(join(dir, "src/testing/index.ts"));
  const settings = {
    extends: relative(dirname(config), join(root, "tsconfig.base.json")),
    compilerOptions: { noEmit: false, declaration: true, rootDir: "../src", outDir: ".", customConditions: [] },
    include: ["../src"],
    exclude: ["../src/**/*.test.ts", ...(isHelper ? [] : ["../src/**/testing", "../src/**/testing.ts"])],
  };
  writeFileSync(config, JSON.stringify(settings));
  try {
    run("typescript/bin/tsc", ["-p", config], dir);
  } finally {
    rmSync(config);
  }
}

function run(tool: string, args: readonly string[], cwd: string): void {
  const file = fileURLToPath(new URL(`../node_modules/${tool}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool} in ${cwd}:\n${stdout}${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const one of packagesIn(root)) {
    buildPackage(one, root);
    process.stdout.write(`${one.name}\n`);
  }
}
