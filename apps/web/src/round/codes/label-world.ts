import { FNC1, type MedicationChart, readLabel } from "@sakiyomi/medication";
import type { ScanWorld } from "./scan.ts";

/** A band whose check digits are wrong is a band all the same: the check then says so, of the patient and not of a medicine. */
const looksLikeBand = (code: string): boolean =>
  /^(\][A-Za-z]\d)?(\(8018\)|8018)\d/.test(code) && !code.includes(`${FNC1}91`) && !code.includes("(91)");

/** What the scans need to know of a code, from the charts that this page has. */
export function labelWorld(charts: readonly MedicationChart[], whose: ReadonlyMap<string, string>): ScanWorld {
  const ofBand = new Map(charts.flatMap(({ person, wristbands }) => wristbands.map(({ gsrn }) => [gsrn, person])));
  return {
    isBand: (code) => {
      const label = readLabel(code);
      return label.ok ? label.value.type === "wristband" : looksLikeBand(code);
    },
    personOfBand: (code) => {
      const label = readLabel(code);
      if (!label.ok || label.value.type !== "wristband") return null;
      return ofBand.get(label.value.gsrn) ?? whose.get(label.value.gsrn) ?? null;
    },
    isSingle: (code) => {
      const label = readLabel(code);
      if (!label.ok) return false;
      return label.value.type === "pack" || (label.value.type === "package" && label.value.elements.serial !== null);
    },
  };
}
