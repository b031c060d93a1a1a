import type { Instant } from "@sakiyomi/core";
import type { Allergy, Bedside, ItemScan, OneDosePack, PersonScan, Wristband } from "../../check/bedside.ts";
import { gsrnOf, packLabel, wristbandLabel } from "../../gs1/index.ts";
import type { DoseEvent } from "../../ledger/dose-event.ts";
import type { MedicationOrder } from "../../orders/order.ts";

/** Something in a situation that cannot be read; the message says which words. */
export class SituationError extends Error {}

/** A bedside while its row is being read. */
export interface Draft {
  readonly now: Instant;
  readonly zone: string;
  orders: MedicationOrder[];
  events: DoseEvent[];
  allergies: Allergy[];
  packs: OneDosePack[];
  isHere: boolean;
  birthDate: string | null;
  person: PersonScan | null;
  items: ItemScan[];
  route: Bedside["route"];
  wanted: string[] | null;
  network: Bedside["network"];
  clockOffMs: number | null;
  staff: Bedside["staff"];
  witness: string | null;
  witnessMay: boolean;
}

export const ANN = "person:ann";
export const BO = "person:bo";
export const DEVICE = "phone-1";
const PREFIX = "9520000";

const made = <T>(read: { ok: true; value: T } | { ok: false; refusal: { code: string } }): T => {
  if (!read.ok) throw new SituationError(read.refusal.code);
  return read.value;
};

/** The house's numbers of Ann, Bo, and somebody whom nobody here knows. */
export const gsrns = {
  ann: made(gsrnOf(PREFIX, 1)),
  bo: made(gsrnOf(PREFIX, 2)),
  stranger: made(gsrnOf(PREFIX, 99)),
};
export const bandCode = (gsrn: string, printing: number): string => made(wristbandLabel({ gsrn, printing })).code;
export const packCode = (gsrn: string, id: string): string => made(packLabel({ gsrn, id })).code;

/** Ann's wristband was printed twice: the first one was lost. */
export const annsBands = (now: Instant): readonly Wristband[] => [
  { gsrn: gsrns.ann, printing: 1, from: now - 30 * 86_400_000, until: now - 86_400_000 },
  { gsrn: gsrns.ann, printing: 2, from: now - 86_400_000, until: null },
];

/** Whose a code is, as the house knows it. */
export const whose: Bedside["whose"] = ({ id }) => (id === gsrns.bo || id === "pack-bo" ? "Bo" : null);

/** Before anything is said: Ann is here, online, nothing scanned, a nurse. */
export const newDraft = (now: Instant, zone: string): Draft => ({
  now,
  zone,
  orders: [],
  events: [],
  allergies: [],
  packs: [],
  isHere: true,
  birthDate: "1940-05-01",
  person: null,
  items: [],
  route: null,
  wanted: null,
  network: { online: true, leaseOfOther: null },
  clockOffMs: 0,
  staff: { id: "staff:sato", may: "give", mayOverride: true },
  witness: null,
  witnessMay: true,
});
