import { type Instant, type Language, say } from "@sakiyomi/core";
import { napWatch } from "@sakiyomi/skills";
import type { CallView, GapView, LedgerChild, LedgerView, LookView } from "./shapes.ts";
import { filled, type SheetWords } from "./sheet-words.ts";

/** A line below the grid. */
export interface Incident {
  readonly at: Instant;
  readonly child: string;
  readonly what: string;
  readonly who: string;
}

export interface Reader {
  readonly words: SheetWords;
  readonly language: Language;
  readonly zone: string;
  readonly clock: (at: Instant) => string;
}

/** What an inspector asks about first, in order of time. */
export const incidentsOf = ({ children }: LedgerView, reader: Reader): readonly Incident[] =>
  [
    ...cameLine(children, reader),
    ...children.flatMap((child) => [
      ...child.naps.flatMap(({ gaps }) => gaps.map((gap) => gapLine(child, gap, reader))),
      ...child.looks.flatMap((look) => lookLines(child, look, reader)),
      ...child.calls.flatMap((call) => callLine(child, call, reader)),
    ]),
  ].toSorted((a, b) => a.at - b.at);

/** An hour without a network is one line, not two hundred. */
function cameLine(children: readonly LedgerChild[], { words, clock }: Reader): readonly Incident[] {
  const came = children.flatMap(({ looks }) =>
    looks.filter(({ cameAt, lateAt }) => cameAt !== null && lateAt === null),
  );
  if (came.length === 0) return [];
  const times = came.map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const until = clock(Math.max(...came.map(({ cameAt }) => cameAt ?? 0)));
  const what = filled(words.came, { n: came.length, from: clock(first), to: clock(last), until });
  return [{ at: first, child: "", what, who: [...new Set(came.map(({ by }) => by))].join(", ") }];
}

function gapLine({ name }: LedgerChild, { due, until, missed, reasons }: GapView, { words, clock }: Reader): Incident {
  const values = { due: clock(due), until: until === null ? "" : clock(until), n: missed };
  const said = reasons.map(({ text, by, at }) => filled(words.written, { text, by, at: clock(at) }));
  return {
    at: due,
    child: name,
    what: filled(until === null ? words.gapOpen : words.gap, values),
    who: said.join("\n") || words.noReason,
  };
}

function lookLines({ name }: LedgerChild, look: LookView, { words, clock }: Reader): readonly Incident[] {
  const posture = words[look.posture];
  const line = (what: string): Incident => ({
    at: look.at,
    child: name,
    what,
    who: [look.by, look.note].filter(Boolean).join(": "),
  });
  const at = clock(look.at);
  const lines: Incident[] = [];
  if (look.lateAt !== null) lines.push(line(filled(words.late, { at, posture, written: clock(look.lateAt) })));
  if (look.counts === "outside") lines.push(line(filled(words.outside, { posture })));
  if (look.posture === "front") lines.push(line(filled(look.turned ? words.turned : words.found, { posture })));
  if (look.breathing === "not-seen") lines.push(line(words.notSeen));
  if (look.colour === "poor") lines.push(line(words.poor));
  if (look.sensorWrong) lines.push(line(words.sensorWrong));
  return lines;
}

/** That somebody was reminded of a look is told by the gap; that a sensor was silent, by what it did not say. */
const toldElsewhere: ReadonlySet<string> = new Set(["missed", "sensor"]);

function callLine(
  { name }: LedgerChild,
  call: CallView,
  { words, language, zone, clock }: Reader,
): readonly Incident[] {
  if (toldElsewhere.has(call.key)) return [];
  const who =
    call.takenBy === null || call.takenAt === null
      ? words.notTaken
      : filled(words.taken, { by: call.takenBy, at: clock(call.takenAt) });
  return [{ at: call.raisedAt, child: name, what: say(napWatch.words, call.text, { language, zone }), who }];
}
