import { refusalLine } from "@sakiyomi/core";
import type { Report } from "./conformance.ts";
import type { StreamReport } from "./stream-check.ts";

/** For a person at a terminal. */
export function reportLines(report: Report): readonly string[] {
  const refused = report.messages - report.accepted;
  return [
    `${report.messages} messages: ${report.accepted} accepted, ${refused} refused.`,
    ...report.refused.map(({ count, example }) => `  ${count} × ${refusalLine(example)}`),
    ...report.streams.flatMap(streamLines),
    verdict(report),
  ];
}

const verdict = ({ conforms, messages }: Report): string =>
  messages === 0 ? "Nothing was sent." : conforms ? "The stream conforms." : "The stream does not conform.";

function streamLines({
  source,
  kind,
  signals,
  samples,
  everyMs,
  rate,
  delayMs,
  findings,
}: StreamReport): readonly string[] {
  const parts = [
    `${signals} signals`,
    ...(samples === signals ? [] : [`${samples} samples`]),
    ...(everyMs === null ? [] : [`every ${everyMs} ms`]),
    ...(rate === null ? [] : [`${rate.toFixed(2)} samples/s`]),
    `heard after ${Math.round(delayMs.median)} ms`,
  ];
  return [`${source} ${kind}: ${parts.join(", ")}`, ...findings.map(({ level, what }) => `  ${level}: ${what}`)];
}
