import type { ItemScan, PersonScan } from "@sakiyomi/medication";
import type { Seen } from "./seen.ts";

/** What has been scanned at one bedside. Pure: a scan goes in, the next state comes out. */
export interface Scans {
  /** Whose round it is; null: nobody was chosen yet. */
  readonly person: string | null;
  /** From the list, or by the band itself: then another band is another person's round as long as no package was scanned. */
  readonly chosenBy: "list" | "band" | null;
  readonly scan: PersonScan | null;
  readonly items: readonly ItemScan[];
  /** When the newest picture or code was there, ms of performance.now(): what the way to the decision is measured from. */
  readonly at: number | null;
}

export const noScans: Scans = { person: null, chosenBy: null, scan: null, items: [], at: null };
export const chosen = (person: string): Scans => ({ ...noScans, person, chosenBy: "list" });

export type ScanHow = "camera" | "scanner" | "typed";

export interface ScanWorld {
  /** Whether the code is a wristband's. */
  readonly isBand: (code: string) => boolean;
  /** Whose band it is, of those that this page knows; null: not known here. */
  readonly personOfBand: (code: string) => string | null;
  /** Whether the code names one single package: scanned twice, it is still one. */
  readonly isSingle: (code: string) => boolean;
}

/** What became of a scan, for a sound and a word. */
export type Heard = "band" | "item" | "again" | "counted" | "other-band";

export interface Scanned {
  readonly scans: Scans;
  readonly heard: Heard;
}

export function scanned(scans: Scans, seen: Seen, how: ScanHow, at: number, world: ScanWorld): Scanned {
  return world.isBand(seen.code) ? band(scans, seen, at, world) : item(scans, seen, how, at, world);
}

const isSameBand = ({ scan }: Scans, code: string): boolean => scan?.how === "wristband" && scan.code === code;

function band(scans: Scans, { code }: Seen, at: number, world: ScanWorld): Scanned {
  if (isSameBand(scans, code)) return { scans, heard: "again" };
  const whose = world.personOfBand(code);
  const scan: PersonScan = { how: "wristband", code };
  const mayMove = scans.person === null || (scans.chosenBy === "band" && scans.items.length === 0);
  if (mayMove && whose !== null)
    return { scans: { ...scans, person: whose, chosenBy: "band", scan, at }, heard: "band" };
  // Somebody else's band at this bedside stays in the state: the check says so in words, and blocks.
  const isOther = whose !== scans.person;
  return { scans: { ...scans, scan, at }, heard: isOther ? "other-band" : "band" };
}

/**
 * A camera sees one package in many frames: a package is one until somebody says how many. Each pull of a hand scanner is a
 * deed: the same code once more is one package more, except where the code names a single one.
 */
function item(scans: Scans, seen: Seen, how: ScanHow, at: number, world: ScanWorld): Scanned {
  const same = scans.items.find(({ code }) => code === seen.code);
  if (same === undefined) {
    const added: ItemScan = { code: seen.code, count: 1, isPartial: seen.isPartial };
    return { scans: { ...scans, items: [...scans.items, added], at }, heard: "item" };
  }
  if (how === "camera" || world.isSingle(seen.code)) return { scans, heard: "again" };
  return { scans: { ...withCount(scans, seen.code, same.count + 1), at }, heard: "counted" };
}

/** How many of the package were taken; 0 takes it out. */
export const withCount = (scans: Scans, code: string, count: number): Scans => ({
  ...scans,
  items: scans.items.flatMap((item) => {
    if (item.code !== code) return [item];
    return count < 1 ? [] : [{ ...item, count }];
  }),
});

/** For people without a band: the photo was looked at, and a second thing was asked. */
export const byPhoto = (scans: Scans, scan: Extract<PersonScan, { how: "photo" }>, at: number): Scans => ({
  ...scans,
  scan,
  at,
});
