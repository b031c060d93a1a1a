import { randomInt } from "node:crypto";
import { accept, type Put, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import {
  asNeededDose,
  expand,
  gsrnOf,
  type MedicationChart,
  type OneDosePack,
  packLabel,
  type ScheduledDose,
  type Wristband,
  wristbandLabel,
} from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import type { Actor } from "../ward/port.ts";
import { bare, type Entered } from "./book.ts";
import type { KeptBand, KeptNumber, KeptPack } from "./kept.ts";
import { chartOf, chartOfPresent, keep, now, type Room } from "./room.ts";
import type { PackAnswer, WristbandAnswer } from "./shapes.ts";

/** What a commit has to carry so that the person has a number. */
interface Numbered {
  readonly gsrn: string;
  readonly puts: readonly Put[];
  readonly entered: readonly Entered[];
}

/** Numbers are drawn, not counted: the next one tells nobody how many people were here, and an erased one never comes again. */
function numberOf({ book, rules }: Room, person: SubjectId): Read<Numbered> {
  const has = book.gsrn(person);
  if (has !== null) return accept({ gsrn: has, puts: [], entered: [] });
  const prefix = rules.policy.gs1Prefix;
  const drawn = gsrnOf(prefix, randomInt(10 ** Math.min(17 - prefix.length, 14)));
  if (!drawn.ok) return drawn;
  const gsrn = drawn.value;
  const kept: KeptNumber = { resourceType: "PersonGsrn", id: gsrn, person };
  return accept({ gsrn, puts: [{ resource: kept, ifMatch: 0 }], entered: [{ type: "number", gsrn }] });
}

/** A new band: the ones before are not valid from now on. */
export function printWristband(
  room: Room,
  person: SubjectId,
  reason: string,
  by: Actor,
): Promise<Read<WristbandAnswer>> {
  return room.inLine(person, async () => {
    const chart = chartOfPresent(room, person);
    if (!chart.ok) return chart;
    const number = numberOf(room, person);
    if (!number.ok) return number;
    const from = now(room);
    const old = chart.value.wristbands;
    const printing = Math.max(0, ...old.map((one) => one.printing)) + 1;
    const band: Wristband = { gsrn: number.value.gsrn, printing, from, until: null };
    const label = wristbandLabel(band);
    if (!label.ok) return label;
    const ended = old.filter(({ until }) => until === null).map((one) => ({ ...one, until: from }));
    const kept = await keep(room, {
      person,
      by,
      puts: [...number.value.puts, ...[...ended, band].map((one) => ({ resource: keptBand(person, one) }))],
      lines: [{ type: "medication.wristband", content: { printing, reason } }],
      entered: [...number.value.entered, { type: "band", band }],
    });
    return kept.ok ? accept({ band, code: label.value.code }) : kept;
  });
}

const keptBand = (person: SubjectId, band: Wristband): KeptBand => ({
  resourceType: "Wristband",
  id: `${band.gsrn}-${band.printing}`,
  person,
  band,
});

export interface NewPack {
  readonly person: SubjectId;
  readonly doses: readonly string[];
  /** "2027-03-31", of what expires first; null: nobody looked. */
  readonly expiry: string | null;
  readonly note: string;
}

/** A cup or bag with these doses, and what its label says. What is in it is what is ordered now. */
export function preparePack(room: Room, wanted: NewPack, by: Actor): Promise<Read<PackAnswer>> {
  const { person, doses, expiry, note } = wanted;
  return room.inLine(person, async () => {
    const chart = chartOfPresent(room, person);
    if (!chart.ok) return chart;
    const contents = contentsOf(room, chart.value, doses);
    if (!contents.ok) return contents;
    const number = numberOf(room, person);
    if (!number.ok) return number;
    const pack: OneDosePack = {
      ...{ id: newId("pk"), person, doses, contents: contents.value, expiry },
      ...{ preparedAt: now(room), by: by.id, withdrawn: null },
    };
    const label = packLabel({ gsrn: number.value.gsrn, id: pack.id });
    if (!label.ok) return label;
    const drugs = contents.value.map(({ drug }) => drug.text).join(", ");
    const kept = await keep(room, {
      person,
      by,
      puts: [...number.value.puts, { resource: keptPack(pack), ifMatch: 0 }],
      lines: [{ type: "medication.pack", content: { pack: pack.id, drugs, note } }],
      entered: [...number.value.entered, { type: "pack", pack }],
    });
    return kept.ok ? accept({ pack, code: label.value.code }) : kept;
  });
}

/** Taken back: the order was changed, it fell, the person left. Its label opens nothing any more. */
export function withdrawPack(
  room: Room,
  person: SubjectId,
  id: string,
  reason: string,
  by: Actor,
): Promise<Read<OneDosePack>> {
  return room.inLine(person, async () => {
    const chart = chartOf(room, person);
    if (!chart.ok) return chart;
    const was = chart.value.packs.find((pack) => pack.id === id);
    if (!was) return refuse("REC_MISSING", "pack", id, "a pack of this person");
    if (was.withdrawn !== null) return refuse("REC_CONFLICT", "pack", id, "a pack that stands");
    const pack = { ...was, withdrawn: reason };
    const kept = await keep(room, {
      person,
      by,
      puts: [{ resource: keptPack(pack) }],
      lines: [{ type: "medication.pack-withdrawn", content: { pack: id, reason } }],
      entered: [{ type: "pack", pack }],
    });
    return kept.ok ? accept(pack) : kept;
  });
}

const keptPack = (pack: OneDosePack): KeptPack => ({
  resourceType: "OneDosePack",
  id: pack.id,
  person: pack.person as SubjectId,
  pack,
});

/** Packs come from a pharmacy for at most four weeks at a time. Ours. */
const packDays = 28;

function contentsOf(room: Room, chart: MedicationChart, doses: readonly string[]): Read<OneDosePack["contents"]> {
  const contents: OneDosePack["contents"][number][] = [];
  for (const dose of doses) {
    const found = doseOf(room, chart, dose);
    if (!found) return refuse("REC_MISSING", "doses", dose, "doses that are ordered within 28 days");
    const order = chart.orders.find(({ id }) => id === found.order);
    if (!order || !found.dose) return refuse("REC_MISSING", "dose", dose, "an amount in its order");
    contents.push({ drug: order.drug, amount: found.dose });
  }
  return accept(contents);
}

/** The dose of that id, where one is ordered around now. */
export function doseOf(room: Room, chart: MedicationChart, dose: string): ScheduledDose | null {
  const at = now(room);
  const { zone } = room.ward;
  const day = 24 * 3600 * 1000;
  for (const order of chart.orders.filter(({ id }) => dose.startsWith(`${id}@`))) {
    // Carers help only with what was packed: without a pack as needed nobody but a nurse could ease a pain at night.
    if (order.timing?.type === "as-needed" && dose === `${order.id}@prn`) return asNeededDose(order, at);
    const range = { from: at - 2 * day, until: at + packDays * day, zone, policy: room.rules.policy };
    const found = expand(order, range).find(({ id }) => id === dose);
    if (found) return found;
  }
  return null;
}

export const personOfPack = ({ book }: Room, id: string): string | null => {
  const person = book.personOfPack(id);
  return person && bare(person);
};
