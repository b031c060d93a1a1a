import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Fault } from "@sakiyomi/core";

/** What the page is built from, below the root of a clone. */
const sources = [
  "apps/web",
  "core/src",
  "learn/src",
  "medication/src",
  "robot/src",
  "skills/src",
  "apps/server/src/api.ts",
  "apps/server/src/medication/shapes.ts",
  "apps/server/src/robots/shapes.ts",
  "adapters/ieee11073/src",
];
const ignored = new Set(["node_modules", "dist", "dev", "testing"]);

const webPackage = (): string => dirname(createRequire(import.meta.url).resolve("@sakiyomi/web/package.json"));

/**
 * Where the built page lies. In a clone it is built when it is missing or older than what it is made of.
 * @throws Fault CLI_PAGE
 */
export async function builtPage(note: (line: string) => void): Promise<string> {
  const web = webPackage();
  const dist = join(web, "dist");
  const isClone = existsSync(join(web, "src"));
  if (isClone && !isFresh(join(dist, "index.html"), web)) {
    note("Building the page, once …");
    await build(web);
  }
  if (!existsSync(join(dist, "index.html"))) throw new Fault("CLI_PAGE", `There is no page in ${dist}.`);
  return dist;
}

function isFresh(index: string, web: string): boolean {
  if (!existsSync(index)) return false;
  const builtAt = statSync(index).mtimeMs;
  const root = dirname(dirname(web));
  return sources.every((path) => newestIn(join(root, path)) <= builtAt);
}

function newestIn(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return path.endsWith(".test.ts") ? 0 : stat.mtimeMs;
  const below = readdirSync(path).filter((name) => !ignored.has(name));
  return Math.max(0, ...below.map((name) => newestIn(join(path, name))));
}

/** With the Vite of the clone; a published package brings its page built. */
async function build(web: string): Promise<void> {
  const require = createRequire(join(web, "package.json"));
  const vite = join(dirname(require.resolve("vite/package.json")), "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: web,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (part: Buffer) => {
    said = `${said}${part}`.slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Fault("CLI_PAGE", `Vite says: ${said.trim()}`);
}
