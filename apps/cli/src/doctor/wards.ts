import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault, say } from "@sakiyomi/core";
import type { Places } from "../places.ts";
import { size } from "../size.ts";
import { bad, type Check, type Diagnosis, good, note, type Patient } from "./check.ts";

/** Each ward that is there: who may read it, whether its files are whole, whether its journal is. */
export const wards: Check = async ({ places, env }) => {
  const there = places.filter(({ data }) => existsSync(join(data, "records.db")));
  if (there.length === 0) return [good("Wards", "none yet: `sakiyomi start` opens a demo")];
  const all: Diagnosis[] = [];
  for (const place of there) all.push(...(await wardChecks(place, env)));
  return all;
};

async function wardChecks(place: Places, env: Patient["env"]): Promise<readonly Diagnosis[]> {
  return [rights(place), setAside(place), ...files(place), await journal(place, env)];
}

function rights({ mode, data }: Places): Diagnosis {
  const what = `${mode} ward`;
  const found = `${data}, ${size(bytesBelow(data))}`;
  const isOpen = process.platform !== "win32" && (statSync(data).mode & 0o077) !== 0;
  return isOpen ? note(what, `${found}, readable by others`, `chmod 700 ${data}`) : good(what, found);
}

/** Files that were damaged were put aside under a name of their own. */
function setAside({ mode, data }: Places): Diagnosis {
  const names = readdirSync(data, { recursive: true, encoding: "utf8" }).filter((name) => /damaged|corrupt/.test(name));
  return names.length === 0
    ? good(`${mode} damage`, "no file had to be set aside")
    : bad(`${mode} damage`, `set aside: ${names.join(", ")}`, "Restore the last backup beside it, and compare.");
}

function files({ mode, data }: Places): readonly Diagnosis[] {
  const signals = join(data, "signals");
  const paths = [
    ...["records.db", "keys.db"].map((name) => join(data, name)),
    ...(existsSync(signals) ? readdirSync(signals).map((name) => join(signals, name)) : []),
  ].filter((path) => path.endsWith(".db") && existsSync(path));
  const wrong = paths.flatMap((path) => {
    const trouble = troubleIn(path);
    return trouble === null ? [] : [`${path}: ${trouble}`];
  });
  return wrong.length === 0
    ? [good(`${mode} files`, `${paths.length} databases are whole`)]
    : wrong.map((found) => bad(`${mode} files`, found, "Stop the server, and restore the last backup."));
}

/** SQLite's own quick check; reads beside a running server. */
function troubleIn(path: string): string | null {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
    try {
      const [row] = db.prepare("pragma quick_check(1)").all();
      const said = String(Object.values(row ?? {})[0]);
      return said === "ok" ? null : said;
    } finally {
      db.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

async function journal({ mode, data }: Places, env: Patient["env"]): Promise<Diagnosis> {
  const { stateDirOf, verifyJournal } = await import("@sakiyomi/sqlite");
  const { journalWords } = await import("@sakiyomi/core");
  const what = `${mode} journal`;
  try {
    const report = verifyJournal({ dir: data, stateDir: stateDirOf(data, env) });
    const [first] = report.findings;
    if (!first) return good(what, `${report.entries} entries, whole and anchored`);
    const found = `${first.code}: ${say(journalWords, first.what, { language: "en", zone: "UTC" })}`;
    return bad(what, found, "Keep the files, tell the auditor: `sakiyomi journal verify` shows all.");
  } catch (error) {
    return bad(what, (error as Error).message, error instanceof Fault ? error.remedy : "Restore the last backup.");
  }
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
