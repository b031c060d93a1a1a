import type { Instant, Language } from "@sakiyomi/core";
import type { House } from "../house.ts";
import { type Cell, openPaper, type Paper } from "../paper/index.ts";
import { cellOf, checkersAt, type GridCell, initialsOf, pagesAcross } from "./grid.ts";
import { incidentsOf, type Reader } from "./incidents.ts";
import type { LedgerChild, LedgerView } from "./shapes.ts";
import { filled, sheetWords } from "./sheet-words.ts";

/** The sheet as inspectors of a municipality know it: children down, five minutes across, arrows, who looked. */
export async function sheetOf(house: House, ledger: LedgerView, language: Language): Promise<Response> {
  const bytes = await paperOf(ledger, language, house);
  const name = `nap-${ledger.date}.pdf`;
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { "content-type": "application/pdf", "content-disposition": `attachment; filename="${name}"` },
  });
}

const readerOf = (language: Language, zone: string): Reader => {
  const format = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });
  return { words: sheetWords[language], language, zone, clock: (at) => format.format(at) };
};

export async function paperOf(ledger: LedgerView, language: Language, house?: House): Promise<Uint8Array> {
  const reader = readerOf(language, ledger.zone);
  const { words } = reader;
  const moment = `${dateOf(ledger.at, language, ledger.zone)} ${reader.clock(ledger.at)}`;
  const title = `${words.title} ${ledger.place?.name ?? ""} ${ledger.date}`.trim();
  const foot = filled(words.foot, { at: moment });
  const paper = openPaper({ language, title, at: ledger.at, landscape: true, foot });
  head(paper, ledger, reader);
  const shown = ledger.children.filter(({ naps, looks }) => naps.length + looks.length > 0);
  if (shown.length === 0) paper.paragraph(words.none);
  for (const cells of pagesAcross(ledger)) grid(paper, shown, cells, ledger.until, reader);
  if (shown.length > 0) legend(paper, shown, reader);
  incidents(paper, ledger, reader);
  const missing = paper.missing();
  if (missing.length > 0)
    house?.log.warn({ missing: missing.length }, "the paper of naps has characters without a font");
  return paper.bytes();
}

const dateOf = (at: Instant, language: Language, zone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: zone }).format(at);

function head(paper: Paper, { date, place, head: day }: LedgerView, { words, language }: Reader): void {
  paper.heading(words.title);
  const shown = new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" }).format(Date.parse(date));
  const climate = [
    day.temperature === null ? "" : `${day.temperature} °C`,
    day.humidity === null ? "" : `${day.humidity} %`,
  ];
  const facts = [words.date, words.room, words.weather, words.climate, words.remarks].map((title) => ({ title }));
  // Those who sign, or put their seal, have their boxes at the top, as on the forms of municipalities.
  const seals = [words.lead, words.senior, words.head].map((title) => ({
    title,
    points: SEAL_POINTS,
    align: "centre" as const,
  }));
  const row = [shown, place?.name ?? "", day.weather ?? "", climate.filter(Boolean).join(" / "), day.remarks ?? ""];
  const rows = [[...row, ...seals.map(() => "")]];
  paper.table({
    columns: [...facts, ...seals],
    rows,
    grid: true,
    textSize: 8,
    padding: 3,
    leastRowHeight: 26,
  });
}

const SEAL_POINTS = 52;
const NAME_POINTS = 92;
const INTERVAL_POINTS = 30;
/** Never the only sign: a gap has its letter, and what is not a nap is empty. */
const grounds: Readonly<Record<GridCell["is"], string | null>> = { asleep: null, awake: "#eceff2", gap: "#f9d5d3" };

function grid(
  paper: Paper,
  children: readonly LedgerChild[],
  cells: readonly Instant[],
  now: Instant,
  reader: Reader,
): void {
  const { words, clock } = reader;
  const hourOf = (cell: Instant, i: number) => (i === 0 || clock(cell).endsWith("00") ? clock(cell).slice(0, 2) : " ");
  const columns = [
    { title: words.name, points: NAME_POINTS },
    { title: words.interval, points: INTERVAL_POINTS, align: "centre" as const },
    ...cells.map((cell, i) => ({ title: `${hourOf(cell, i)}\n${clock(cell).slice(3)}`, align: "centre" as const })),
  ];
  const signs = initialsOf(children);
  const row = (child: LedgerChild): readonly Cell[] => [
    { text: `${child.name}${child.ageYears === null ? "" : ` (${child.ageYears})`}`, bold: true },
    filled(child.isAssumed ? words.assumed : words.minutes, { n: child.everyMin }),
    ...cells.map((cell) => {
      const { text, is } = cellOf(child, cell, now, words);
      const ground = grounds[is];
      return { text, ...(ground === null ? {} : { ground }) };
    }),
  ];
  const checkers = [{ text: words.checker, bold: true }, "", ...cells.map((cell) => checkersAt(children, cell, signs))];
  const rows = [...children.map(row), checkers];
  paper.table({ columns, rows, grid: true, textSize: 6.5, padding: 1, leastRowHeight: 15.5 });
}

function legend(paper: Paper, children: readonly LedgerChild[], { words }: Reader): void {
  paper.paragraph(words.legend, { size: 7 });
  const signs = [...initialsOf(children)].map(([name, sign]) => `${sign} = ${name}`).join("　");
  if (signs !== "") paper.paragraph(`${words.initials}: ${signs}`, { size: 7 });
  if (children.some(({ isAssumed }) => isAssumed)) paper.paragraph(words.assumedNote, { size: 7 });
}

function incidents(paper: Paper, ledger: LedgerView, reader: Reader): void {
  const { words, clock } = reader;
  paper.heading(words.incidents, 2);
  const found = incidentsOf(ledger, reader);
  if (found.length === 0) paper.paragraph(words.noIncidents);
  else
    paper.table({
      columns: [
        { title: words.at, points: 44 },
        { title: words.child, points: 100 },
        { title: words.what, share: 3 },
        { title: words.who, share: 3 },
      ],
      rows: found.map(({ at, child, what, who }) => [clock(at), child, what, who]),
      ...{ grid: true, textSize: 8, padding: 2.5 },
    });
}
