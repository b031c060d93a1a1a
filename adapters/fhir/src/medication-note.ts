import { amountOf, type Concept } from "./medication-codes.ts";
import { oursOf } from "./medication-extension.ts";
import type { Part } from "./medication-parts.ts";
import type { Dosage, MedicationRequest } from "./medication-shape.ts";
import { JAMI_SUPPLEMENT } from "./medication-usage.ts";

/** What is written by hand; of an order from elsewhere also its words, so that nothing that was said is lost. */
export function noteOf(request: MedicationRequest, { dosages, unsaid }: Part): string {
  const notes = (request.note ?? []).map(({ text }) => text);
  const isOurs = oursOf(request) !== null;
  const added = dosages.flatMap((dosage) => [
    ...(unsaid.length > 0 && !isOurs ? figuresOf(dosage) : []),
    ...(isOurs ? [] : [dosage.text ?? ""]),
    ...wordsOf(dosage),
  ]);
  return [...new Set([...notes, ...added].map((line) => line.trim()))].filter(Boolean).join("; ").slice(0, 500);
}

function wordsOf({ patientInstruction, additionalInstruction = [], site }: Dosage): readonly string[] {
  const instructions = additionalInstruction
    .filter(({ coding = [] }) => !coding.some(({ system }) => system === JAMI_SUPPLEMENT))
    .map(nameOf);
  return [...instructions, patientInstruction ?? "", site ? nameOf(site) : ""];
}

const nameOf = ({ text, coding = [] }: Concept): string => text ?? coding[0]?.display ?? "";

/** An amount without a unit, and how often without hours: for whoever completes the order. */
function figuresOf({ timing, doseAndRate = [] }: Dosage): readonly string[] {
  const { frequency, period, periodUnit } = timing?.repeat ?? {};
  const rate =
    frequency && period && periodUnit ? `${frequency} / ${period === 1 ? "" : `${period} `}${periodUnit}` : "";
  const amounts = doseAndRate.map(({ doseQuantity: said = {} }) =>
    amountOf(said) || said.value === undefined ? "" : `${said.value} ${said.unit ?? said.code ?? ""}`,
  );
  return [...amounts, rate];
}
