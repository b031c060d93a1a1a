#!/usr/bin/env node
// Plain JavaScript that any Node from 18 on can read: it finds a Node that can run the program, and starts it there.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const NEEDED = 24; // node:sqlite, and TypeScript as it is
const CONDITION = "--conditions=sakiyomi-source";
const GRACE_MS = 2000;
const DEFECT = 70; // EX_SOFTWARE of sysexits.h

const source = new URL("../src/main.ts", import.meta.url);
const fromSource = existsSync(source);
const main = fromSource ? source : new URL("../dist/main.js", import.meta.url);

const isNewEnough = Number.parseInt(process.versions.node, 10) >= NEEDED;
const hasCondition = `${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS ?? ""}`.includes(CONDITION);

if (isNewEnough && (hasCondition || !fromSource)) {
  await (await import(main.href)).main(process.argv.slice(2));
  // The work is done. A thread that a failure left behind keeps nobody waiting.
  setTimeout(() => process.exit(), GRACE_MS).unref();
} else startIn(isNewEnough ? process.execPath : pinnedNode());

/** The dev dependency `node`, which brings Node 24 whatever the machine has. */
function pinnedNode() {
  try {
    const node = createRequire(import.meta.url).resolve("node/bin/node");
    if (existsSync(node)) return node;
  } catch {
    // Not installed: told below.
  }
  return null;
}

function startIn(node) {
  if (node === null) {
    process.stderr.write(
      `CLI_NODE: sakiyomi needs Node ${NEEDED} or newer, and this is ${process.versions.node}. ` +
        `Run \`npm ci\` in the clone, which brings Node ${NEEDED} along, or install it from nodejs.org.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const options = fromSource ? [CONDITION] : [];
  const launcher = fileURLToPath(import.meta.url);
  const child = spawn(node, [...options, launcher, ...process.argv.slice(2)], { stdio: "inherit" });
  // The child hears Ctrl-C of a terminal by itself; a signal sent to this process alone has to be handed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : DEFECT);
  });
}
