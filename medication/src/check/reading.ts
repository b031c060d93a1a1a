import type { Drug, MedicationCode, PackCode, Quantity } from "../drugs/drug.ts";
import type { Lot } from "../ledger/dose-event.ts";
import type { ItemScan, OneDosePack, SecondIdentifier } from "./bedside.ts";

/** Who is before them, as far as it was said. */
export type PersonRead =
  | { readonly type: "none" }
  /** `printing` null: the band does not say which one it is. */
  | { readonly type: "band"; readonly gsrn: string; readonly printing: number | null }
  | { readonly type: "not-a-band" }
  | { readonly type: "damaged"; readonly isCheckDigit: boolean }
  | { readonly type: "photo"; readonly person: string; readonly second: SecondIdentifier | null };

/** What a scanned code is. */
export type ItemRead =
  | {
      readonly type: "package";
      readonly code: PackCode;
      readonly drug: Drug | null;
      readonly lot: Lot;
      /** "14:30" of the last day, where the code says so (AI 7003). */
      readonly expiryTime: string | null;
    }
  | { readonly type: "pack"; readonly pack: OneDosePack; readonly lot: Lot }
  /** `whose` null: of nobody here; "": of somebody whose name is not for this reader. */
  | { readonly type: "pack-of-other"; readonly whose: string | null; readonly lot: Lot }
  | { readonly type: "unknown-code"; readonly gtin: string; readonly lot: Lot }
  | { readonly type: "not-a-medicine" }
  | { readonly type: "damaged"; readonly isCheckDigit: boolean };

export interface Scanned {
  readonly scan: ItemScan;
  readonly read: ItemRead;
}

/** One drug of what was scanned: a package of a shop, or one content of a pack of the house. */
export interface Part {
  readonly code: MedicationCode;
  /** null: the list does not have it. */
  readonly drug: Drug | null;
  /** As it is called on the package. */
  readonly name: string;
  /** How much one package holds; null: the code does not say. */
  readonly holds: Quantity | null;
  readonly count: number;
  readonly lot: Lot;
  /** The pack of the house that it came in: everything in it is for this dose. */
  readonly pack: OneDosePack | null;
}
