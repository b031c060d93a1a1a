// A server with a ward of its own, in a process of its own: started by end-to-end.ts, says where it is, ends with its stdin.
import { join } from "node:path";
import { type ConsentPurpose, SECOND, type SourceId } from "@sakiyomi/core";
import { openEmbeddedWard, openLog, type RunningWard, serve } from "@sakiyomi/server";

const [dir = "", people = "200", webDir = ""] = process.argv.slice(2);
const by = { id: "staff:bench", name: "Bench" };
const consents: readonly ConsentPurpose[] = ["record", "predict"];

export const nameOf = (i: number): string => `Person ${String(i + 1).padStart(3, "0")}`;
export const deviceOf = (i: number): SourceId => `device:bench-${i}` as SourceId;

if (process.argv[1]?.endsWith("server.ts") || process.argv[1]?.endsWith("server.js")) await run();

async function run(): Promise<void> {
  const { ward } = await openEmbeddedWard({
    dataDir: join(dir, "data"),
    stateDir: join(dir, "state"),
    mode: "real",
    zone: "Asia/Tokyo",
  });
  const unit = await ward.addPlace({ name: "Ward", type: "ward", parent: null }, by);
  const parent = unit.ok ? unit.value : null;
  for (let i = 0; i < Number(people); i++) {
    const bed = await ward.addPlace({ name: `${i + 1}`, type: "bed", parent }, by);
    const id = `bench-${i}`;
    await ward.admit({ id, name: nameOf(i), birthDate: "1940-01-01", place: bed.ok ? bed.value : null, consents }, by);
    await ward.bind(deviceOf(i), id, ward.now(), by);
  }
  const log = openLog("error");
  const serving = await serve({ ward, webDir, log });
  await serving.access.setUp(serving.access.setupToken() ?? "", "Administrator", "a sentence for the bench only");
  const staff = await serving.access.accounts.add(
    { name: "Bench", roles: ["nurse"], places: null, familyOf: [] },
    by.id,
    ward.now(),
  );
  const token = await serving.access.devices.add(
    { id: "gateway", name: "Gateway", prefix: "bench-" },
    by.id,
    ward.now(),
  );
  if (!staff.ok || !token.ok) throw new Error("no account, or no token");
  const session = await serving.access.sessions.start(
    { staff: staff.value.id, strength: "full" },
    undefined,
    ward.now(),
  );
  const attending = setInterval(() => attend(ward), SECOND);
  process.stdout.write(`${JSON.stringify({ url: serving.url, device: token.value.token, session: session.token })}\n`);
  // Whoever started it may ask what it has cost so far.
  process.stdin.on("data", () => process.stdout.write(`${JSON.stringify(costNow())}\n`));
  process.stdin.resume().on("end", () => {
    clearInterval(attending);
    const force = setTimeout(() => process.exit(0), 5 * SECOND);
    void serving
      .close()
      .then(() => ward.close())
      .then(() => clearTimeout(force))
      .then(() => process.exit(0));
  });
}

/** CPU time of all its threads, ms, and its memory, bytes. */
export interface Cost {
  readonly cpuMs: number;
  readonly rss: number;
}

function costNow(): Cost {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss() };
}

/** As on a ward, somebody comes: no more than a handful of alerts stand at a time. */
function attend(ward: RunningWard): void {
  const now = ward.now();
  for (const { id, raisedAt, state } of ward.board().alerts)
    if (state === "open" && now - raisedAt > 2 * SECOND) ward.doneAlert(id, by).catch(() => undefined);
}
