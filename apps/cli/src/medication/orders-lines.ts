import type { OrdersReport } from "@sakiyomi/fhir";
import { textTable } from "../table.ts";

const countsIn = (counts: Readonly<Record<string, number | undefined>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ") || "none";

/** What became of a file of orders, and what each one that somebody acts on asks for. */
export function reportLines(report: OrdersReport): readonly string[] {
  const { requests, others, orders, refused, waiting, live } = report;
  const acted = [...live, ...waiting].map(({ order, unsaid }) => [
    order.person.replace(/^person:/, ""),
    order.drug.text.slice(0, 60),
    order.status,
    order.timing?.type ?? "-",
    unsaid.join(", "),
  ]);
  return [
    `${requests} MedicationRequests read${others > 0 ? `, ${others} other resources passed over` : ""}`,
    `${orders} orders, ${refused.length} refused`,
    `  by status        ${countsIn(report.byStatus)}`,
    `  by timing        ${countsIn(report.byTiming)}`,
    `  leave open       ${countsIn(report.unsaid)}`,
    `  no instruction   ${report.withoutInstruction}`,
    `  as needed        ${report.asNeeded}`,
    `${live.length} ask for doses as they are, ${waiting.length} are drafts until somebody completes and confirms them`,
    ...(acted.length === 0
      ? []
      : ["", ...textTable([["person", "drug", "status", "timing", "leaves open"], ...acted])]),
  ];
}
