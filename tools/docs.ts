// The pages that are written from tables of the code: `npm run docs` writes them, `--check` says which ones are old.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cliPage } from "./docs/cli-page.ts";
import { errorsPage } from "./docs/errors-page.ts";
import { guardPage } from "./docs/guard-page.ts";
import { kindsPage } from "./docs/kinds-page.ts";
import { brokenLinks } from "./docs/links.ts";
import { safetyPage } from "./docs/safety-page.ts";
import { situationsPage } from "./docs/situations-page.ts";
import { skillsPage } from "./docs/skills-page.ts";

const pages: Readonly<Record<string, () => string>> = {
  "docs/errors.md": errorsPage,
  "docs/guide/kinds.md": kindsPage,
  "docs/guide/cli.md": cliPage,
  "docs/robot/guard.md": guardPage,
  "docs/safety.md": safetyPage,
  "docs/medication/situations.md": situationsPage,
  "docs/skills.md": skillsPage,
};

const check = process.argv.includes("--check");
for (const [path, write] of Object.entries(pages)) {
  const is = `${write().trimEnd()}\n`;
  const was = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (is === was) continue;
  if (check) {
    process.stderr.write(`${path} is older than the code it is written from: run npm run docs.\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, is);
    process.stdout.write(`${path}\n`);
  }
}

if (check)
  for (const { page, link } of brokenLinks()) {
    process.stderr.write(`${page} points to ${link}, which is not there.\n`);
    process.exitCode = 1;
  }
