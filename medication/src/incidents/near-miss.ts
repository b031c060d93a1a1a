import type { Bedside, CheckName, Decision, Finding } from "../check/bedside.ts";
import type { MedicationCode } from "../drugs/drug.ts";
import type { Mishap, NearMiss } from "./incident.ts";

/** A scan and what was decided of it. */
export interface DecidedScan {
  /** Of the check that was kept: the near miss has the same one. */
  readonly id: string;
  readonly decision: Decision;
  readonly bedside: Pick<Bedside, "chart" | "staff" | "network">;
  /** Given all the same, with a reason. */
  readonly overridden: boolean;
}

/**
 * What each check would have been, had it not stopped the scan. null: no error of medication, but something that is not there
 * yet or not in order (nobody signed in as a witness, no lease, a clock that is off, a code that cannot be read, a band that
 * was not scanned yet): it blocks, and is no near miss. Only `wrong` counts; `unknown` says that somebody has to look.
 */
export const mishapOfCheck: Readonly<Record<CheckName, Mishap | null>> = {
  patient: "wrong-person",
  drug: "wrong-drug",
  dose: "wrong-dose",
  route: "wrong-route",
  time: "wrong-time",
  code: null,
  order: "without-order",
  expiry: "expired",
  /** Ordered not to be given for now. */
  hold: "without-order",
  allergy: "allergy",
  /** The same ingredient from another order. */
  duplicate: "double",
  /** More in 24 hours than is allowed. */
  maximum: "wrong-dose",
  /** This dose was given already. */
  given: "double",
  witness: null,
  "look-alike": null,
  permission: null,
  lease: null,
  clock: null,
};

/**
 * Where a check has a sentence that means something else than the check as a whole: by the key of the finding's text. A new
 * sentence that is not here counts as its check does.
 */
export const mishapOfText: Readonly<Record<string, Mishap | null>> = {
  /** An old printing of this very person's band: nobody knows who is before them, and nobody was mistaken for another. */
  "check.patient.spare-band": null,
  "check.patient.band-of-nobody": null,
  "check.patient.pack-of-nobody": null,
  "check.patient.check-digit": null,
  /** Discharged, or out: nothing is ordered for this place. */
  "check.patient.not-here": "without-order",
  "check.drug.not-ordered": "without-order",
  /** The right drug of another maker. */
  "check.drug.no-substitute": null,
  "check.drug.other-strength": "wrong-dose",
  /** Said, too, as long as not every tablet of a dose was scanned: nobody can tell that from half a dose. */
  "check.dose.less": null,
  /** Came up again, or was taken in part: a doctor decides, and nobody was about to err. */
  "check.given.partly": null,
  "check.given.spat-out": null,
  "check.given.vomited": null,
  "check.order.not-found": null,
  "check.order.pack-for-other-dose": "wrong-time",
};

function mishapOf({ check, result, text }: Finding): Mishap | null {
  if (result !== "wrong") return null;
  const bySentence = mishapOfText[text.key];
  return bySentence === undefined ? mishapOfCheck[check] : bySentence;
}

/** The near miss that a blocked scan was; null where nothing was averted: it might be given, or only something was not ready. */
export function nearMissOf({ id, decision, bedside, overridden }: DecidedScan): NearMiss | null {
  if (decision.verdict !== "block") return null;
  const mishaps = [...new Set(decision.findings.flatMap((finding) => mishapOf(finding) ?? []))];
  if (mishaps.length === 0) return null;
  const { chart, staff, network } = bedside;
  const [dose] = decision.doses;
  const wanted = codeOf(chart.orders.find((it) => it.id === dose?.order)?.drug);
  return {
    id,
    at: decision.at,
    person: chart.person,
    place: chart.placeName,
    by: staff.id,
    mishaps,
    wanted,
    scanned: scannedOf(decision, wanted),
    overridden,
    offline: !network.online,
  };
}

const codeOf = (drug: MedicationCode | null | undefined): string | null => (drug?.system === "mhlw" ? drug.code : null);

/** Of several packages the one that is not what was wanted. */
function scannedOf({ scanned }: Decision, wanted: string | null): string | null {
  const codes = scanned.flatMap(({ drug }) => codeOf(drug) ?? []);
  return codes.find((code) => code !== wanted) ?? codes[0] ?? null;
}
