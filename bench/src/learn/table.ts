import type { BenchLearn, CaseFigures } from "./bench-learn.ts";
import { median, minimum, type SideFigures, type Verdict } from "./verdicts.ts";

const header = ["", "", "CPU ms", "wall ms", "peak MB", "first loss", "last loss"];

/** Minimum / median of each side, the ratios with what they should be, and whether the sides compute the same. */
export function learnTable({ threads, torch, cases, skipped }: BenchLearn): string {
  const rows = [header, ...cases.flatMap(rowsOf)];
  const widths = header.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  const targets = cases.flatMap(({ name, verdicts }) => verdicts.map((verdict) => `${name}: ${verdictText(verdict)}`));
  const agreements = cases.flatMap((one) => (one.agreement ? [agreementText(one.name, one.agreement)] : []));
  const notes = [
    `Minimum / median of steps in turn, ${threads} thread${threads === 1 ? "" : "s"} each; ours: ONNX Runtime.`,
    ...(torch === null
      ? []
      : [
          `loop, batched, eager, traced: PyTorch ${torch.version} on ${torch.blas}, OMP_WAIT_POLICY=PASSIVE, from the same weights.`,
        ]),
    ...skipped.map((line) => `skipped ${line}`),
  ];
  const parts = [lines, titled("Targets (by the median; by the minimum in brackets)", targets)];
  return [...parts, titled("First losses, relative distance", agreements), notes]
    .filter((part) => part.length > 0)
    .map((part) => part.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n");
}

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

function rowsOf({ name, size, ours, others }: CaseFigures): readonly (readonly string[])[] {
  const title = `${name} (${size.time} × ${size.batch})`;
  return [ours, ...others].map((side, i) => [i === 0 ? title : "", side.name, ...cells(side)]);
}

const cells = ({ cpuMs, wallMs, peakBytes, firstLoss, lastLoss }: SideFigures): readonly string[] => [
  spread(cpuMs),
  spread(wallMs),
  (peakBytes / 1e6).toFixed(0),
  firstLoss.toPrecision(7),
  lastLoss.toPrecision(7),
];

const spread = (values: readonly number[]): string => `${short(minimum(values))} / ${short(median(values))}`;
const short = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0));

const whats = { cpu: "CPU time", wall: "wall time", peak: "peak memory" } as const;

function verdictText({ target, median: ratio, minimum: best, isReached }: Verdict): string {
  const { what, against, most } = target;
  const of = against === "better" ? "of the better form" : `of ${against}`;
  const digits = against === null ? 1 : 2;
  const unit = against === null ? " ms" : "";
  const figure = `${ratio.toFixed(digits)}${unit} (${best.toFixed(digits)})`;
  return `${whats[what]} ${figure}${against === null ? "" : ` ${of}`}, at most ${most}${unit}: ${isReached ? "reached" : "NOT reached"}`;
}

const agreementText = (name: string, { apart, tolerance }: { readonly apart: number; readonly tolerance: number }) =>
  `${name}: ${apart.toExponential(1)}, at most ${tolerance}: ${apart <= tolerance ? "the same" : "NOT the same"}`;
