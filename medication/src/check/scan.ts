import type { MedicationCode } from "../drugs/drug.ts";
import { type Elements, type Label, readLabel } from "../gs1/index.ts";
import type { Lot } from "../ledger/dose-event.ts";
import type { Bedside, ItemScan } from "./bedside.ts";
import type { ItemRead, Part, PersonRead, Scanned } from "./reading.ts";

const noLot: Lot = { gtin: null, lot: null, expiry: null, serial: null, pack: null };

const yearOf = (now: number): number => new Date(now).getUTCFullYear();

export function readPerson({ person, now }: Bedside): PersonRead {
  if (person === null) return { type: "none" };
  if (person.how === "photo") return { type: "photo", person: person.person, second: person.second };
  const label = readLabel(person.code, yearOf(now));
  if (!label.ok) return { type: "damaged", isCheckDigit: label.refusal.code === "GS1_CHECK" };
  return label.value.type === "wristband"
    ? { type: "band", gsrn: label.value.gsrn, printing: label.value.printing }
    : { type: "not-a-band" };
}

function readPack(label: Extract<Label, { type: "pack" }>, { chart, whose }: Bedside): ItemRead {
  const pack = chart.packs.find(({ id, person }) => id === label.pack && person === chart.person);
  // Of somebody who has never worn a band the label's number is known only to the house; the pack's own id tells whose it is.
  const isOwn = chart.wristbands.length === 0 || chart.wristbands.some(({ gsrn }) => gsrn === label.gsrn);
  if (!pack || !isOwn)
    return {
      type: "pack-of-other",
      whose: whose({ type: "pack", id: label.pack }) ?? (isOwn ? null : whose({ type: "wristband", id: label.gsrn })),
      lot: { ...noLot, pack: label.pack },
    };
  return { type: "pack", pack, lot: { ...noLot, pack: pack.id, expiry: pack.expiry } };
}

const cut = (text: string | null): string | null => text?.slice(0, 20) ?? null;

const lotOf = ({ gtin, lot, expiry, serial }: Elements): Lot => ({
  gtin,
  lot: cut(lot),
  expiry,
  serial: cut(serial),
  pack: null,
});

function readItem({ code }: ItemScan, bedside: Bedside): ItemRead {
  const label = readLabel(code, yearOf(bedside.now));
  if (!label.ok) return { type: "damaged", isCheckDigit: label.refusal.code === "GS1_CHECK" };
  if (label.value.type === "pack") return readPack(label.value, bedside);
  if (label.value.type === "wristband") return { type: "not-a-medicine" };
  const { gtin, elements } = label.value;
  const known = bedside.formulary.byGtin(gtin);
  const lot = lotOf(elements);
  if (known === null) return { type: "unknown-code", gtin, lot };
  return {
    type: "package",
    code: known,
    drug: bedside.formulary.drug(known.drug),
    lot,
    expiryTime: elements.expiryTime,
  };
}

/** What can be in the hand only once: a pack of the house by its id, a package by its serial number. */
function thingOf(read: ItemRead): string | null {
  if (read.type === "pack" || read.type === "pack-of-other") return `pack ${read.lot.pack}`;
  if (read.type !== "package" || read.lot.serial === null) return null;
  return `package ${read.code.gtin} ${read.lot.serial}`;
}

/** The very same cup that was scanned twice is one cup. */
export function readItems(bedside: Bedside): readonly Scanned[] {
  const seen = new Set<string>();
  return bedside.items
    .map((scan) => ({ scan, read: readItem(scan, bedside) }))
    .filter(({ read }) => {
      const thing = thingOf(read);
      const isNew = thing === null || !seen.has(thing);
      if (thing !== null) seen.add(thing);
      return isNew;
    });
}

const listed = ({ formulary }: Bedside, code: MedicationCode) =>
  code.system === "mhlw" ? formulary.drug(code.code) : null;

/** The drugs in what was scanned: one of a package, each content of a pack. */
export function partsOf({ scan, read }: Scanned, bedside: Bedside): readonly Part[] {
  if (read.type === "package") {
    const { drug, code, lot } = read;
    const name = drug?.name ?? code.drug;
    const asCode: MedicationCode = { system: "mhlw", code: code.drug, text: name };
    return [{ code: asCode, drug, name, holds: code.holds, count: scan.count, lot, pack: null }];
  }
  if (read.type !== "pack") return [];
  const { pack, lot } = read;
  return pack.contents.map(({ drug: code, amount }) => {
    const drug = listed(bedside, code);
    return { code, drug, name: drug?.name ?? code.text, holds: amount, count: scan.count, lot, pack };
  });
}
