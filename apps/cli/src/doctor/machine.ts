import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import { createServer } from "node:net";
import { cpus, freemem, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { size } from "../size.ts";
import { bad, type Check, type Diagnosis, good, note } from "./check.ts";

const GIB = 2 ** 30;
/** A person with waveforms is 30 MB a day (docs/adr/0003): 10 GB are a house of ten for a month. */
const ENOUGH_DISK = 10 * GIB;
const LITTLE_DISK = GIB;
const ENOUGH_MEMORY = 2 * GIB;
/** A disk that takes longer to sync delays each acknowledgement by as much. */
const SLOW_SYNC_MS = 50;

export const node: Check = () => {
  const { node: version } = process.versions;
  return Number.parseInt(version, 10) >= 24
    ? [good("Node", `${version} on ${process.platform} ${process.arch}`)]
    : [bad("Node", version, "Run `npm ci` in the clone, which brings Node 24 along.")];
};

export const memory: Check = () => {
  const found = `${size(freemem())} free of ${size(totalmem())}, ${cpus().length} cores`;
  return totalmem() >= ENOUGH_MEMORY
    ? [good("Memory", found)]
    : [note("Memory", found, "2 GB are wanted for a ward with waveforms.")];
};

export const disk: Check = ({ places }) => {
  const folder = nearestThere(places[0]?.home ?? ".");
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${size(free)} free at ${folder}`;
  if (free < LITTLE_DISK) return [bad("Disk", found, "Free space now: a full disk stops what is being stored.")];
  return free < ENOUGH_DISK
    ? [note("Disk", found, "Waveforms of ten people take 10 GB a month.")]
    : [good("Disk", found)];
};

export const writing: Check = ({ places }) => {
  const folder = nearestThere(places[0]?.home ?? ".");
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return [bad("Data folder", `${folder} cannot be written`, "Change its owner, or name another with --data.")];
  }
  const ms = syncTime(folder);
  const found = `${folder}, a sync takes ${ms.toFixed(1)} ms`;
  return ms <= SLOW_SYNC_MS
    ? [good("Data folder", found)]
    : [note("Data folder", found, "Acknowledgements wait for the disk: prefer a local SSD to a network folder.")];
};

/** The median of five syncs of 4 kB. */
function syncTime(folder: string): number {
  const dir = mkdtempSync(join(folder, ".sakiyomi-doctor-"));
  const file = openSync(join(dir, "sync"), "w");
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    writeSync(file, Buffer.alloc(4096));
    fdatasyncSync(file);
    return performance.now() - begun;
  });
  closeSync(file);
  rmSync(dir, { recursive: true });
  return times.sort((a, b) => a - b)[2] ?? 0;
}

export const port: Check = async ({ port: wanted }) => {
  if (await isFree(wanted)) return [good("Port", `${wanted} is free`)];
  const answer = await fetch(`http://127.0.0.1:${wanted}/api/session`, { signal: AbortSignal.timeout(2000) })
    .then((response) => response.json() as Promise<{ readonly mode?: string; readonly version?: string }>)
    .catch(() => null);
  return answer?.mode
    ? [good("Port", `Sakiyomi ${answer.version} answers at ${wanted}, ${answer.mode}`)]
    : [bad("Port", `${wanted} is in use by another program`, "Start with another one: --port.")];
};

const isFree = (wanted: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** 2026-01-01: whoever runs this program has it later. */
const BUILT = Date.UTC(2026, 0, 1);

export const clock: Check = (): readonly Diagnosis[] => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const found = `${new Date().toISOString()}, zone ${zone}`;
  if (Date.now() < BUILT) return [bad("Clock", found, "Set the clock: devices with the right time would be refused.")];
  if (zone === "UTC")
    return [note("Clock", found, "Is the house in this zone? --zone names another, e.g. Asia/Tokyo.")];
  return [good("Clock", found)];
};

function nearestThere(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
