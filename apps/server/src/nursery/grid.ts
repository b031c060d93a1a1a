import { type Instant, MINUTE } from "@sakiyomi/core";
import type { LedgerChild, LedgerView, LookView, NapPosture } from "./shapes.ts";
import type { SheetWords } from "./sheet-words.ts";

/** A column of the sheet: five minutes by the clock on the wall. */
export const CELL_MS = 5 * MINUTE;
/** So many fit across a page: three hours. */
const ACROSS = 36;

export const arrows: Readonly<Record<NapPosture, string>> = { back: "↑", left: "←", right: "→", front: "↓" };
/** As the kind `posture` calls what the arrows mean. */
const shownAs: Readonly<Record<NapPosture, string>> = { back: "supine", left: "left", right: "right", front: "prone" };

/** The columns of the day, a page across at a time; from the first nap's beginning to the last one's end. */
export function pagesAcross({ children, from: begin, until: at }: LedgerView): readonly (readonly Instant[])[] {
  const naps = children.flatMap((child) => child.naps);
  const looks = children.flatMap((child) => child.looks.map((look) => look.at));
  const times = [
    ...naps.map(({ from }) => Math.max(from, begin)),
    ...naps.map(({ to }) => Math.min(to ?? at, at)),
    ...looks,
  ];
  if (times.length === 0) return [];
  const first = Math.floor(Math.min(...times) / CELL_MS);
  const last = Math.floor(Math.max(...times) / CELL_MS);
  const cells = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * CELL_MS);
  const pages = Array.from({ length: Math.ceil(cells.length / ACROSS) }, (_, i) =>
    cells.slice(i * ACROSS, (i + 1) * ACROSS),
  );
  // A morning's and an evening's nap do not leave pages of nothing between them.
  return pages.filter((page) => times.some((time) => isIn(time, page)) || naps.some((nap) => overlaps(nap, page, at)));
}

const isIn = (time: Instant, page: readonly Instant[]): boolean =>
  time >= (page[0] ?? 0) && time < (page.at(-1) ?? 0) + CELL_MS;
const overlaps = (
  nap: { readonly from: Instant; readonly to: Instant | null },
  page: readonly Instant[],
  at: Instant,
) => nap.from < (page.at(-1) ?? 0) + CELL_MS && (nap.to ?? at) >= (page[0] ?? 0);

export interface GridCell {
  readonly text: string;
  readonly is: "asleep" | "awake" | "gap";
}

export type Marks = Pick<SheetWords, "gapMark" | "startMark" | "endMark" | "turnedMark">;

/** What stands in one five minutes of one child. */
export function cellOf(child: LedgerChild, cell: Instant, now: Instant, words: Marks): GridCell {
  const end = cell + CELL_MS;
  const inside = (time: Instant | null): boolean => time !== null && time >= cell && time < end;
  const isAsleep = child.naps.some(({ from, to }) => from < end && (to ?? now) > cell);
  const isGap = child.naps.some(({ gaps }) => gaps.some(({ due, until }) => due < end && (until ?? now) > cell));
  const looks = child.looks.filter(({ at }) => inside(at)).slice(-2);
  const marks = [
    child.naps.some(({ from }) => inside(from)) ? words.startMark : "",
    isGap ? words.gapMark : "",
    looks.map((look) => markOf(look, words)).join(","),
    child.naps.some(({ to }) => inside(to)) ? words.endMark : "",
  ];
  return { text: marks.join(""), is: isGap ? "gap" : isAsleep ? "asleep" : "awake" };
}

function markOf({ posture, turned, breathing, counts, sensor }: LookView, { turnedMark }: Marks): string {
  const arrow = `${arrows[posture]}${turned && posture !== "back" ? turnedMark : ""}${breathing === "seen" ? "" : "×"}`;
  const isOther = sensor !== null && !turned && sensor !== shownAs[posture] ? "!" : "";
  return counts === "counts" ? `${arrow}${isOther}` : `(${arrow})`;
}

/** A sign for each name: its first character, with a number where two begin alike. */
export function initialsOf(children: readonly LedgerChild[]): ReadonlyMap<string, string> {
  const names = [...new Set(children.flatMap(({ looks }) => looks.map(({ by }) => by)))].toSorted();
  const signs = new Map<string, string>();
  for (const name of names) {
    const first = [...name][0] ?? "?";
    const same = [...signs.values()].filter((sign) => sign.startsWith(first)).length;
    signs.set(name, same === 0 ? first : `${first}${same + 1}`);
  }
  return signs;
}

/** Who looked at anybody in these five minutes. */
export const checkersAt = (
  children: readonly LedgerChild[],
  cell: Instant,
  signs: ReadonlyMap<string, string>,
): string => {
  const by = children.flatMap(({ looks }) =>
    looks.filter(({ at, counts }) => counts === "counts" && at >= cell && at < cell + CELL_MS).map((look) => look.by),
  );
  return [...new Set(by)]
    .map((name) => signs.get(name) ?? "?")
    .toSorted()
    .join(",");
};
