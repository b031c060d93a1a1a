import { type Instant, MINUTE } from "@sakiyomi/core";
import { type ItemScan, ingredientOf, type MedicationOrder, type Mishap } from "@sakiyomi/medication";
import { drawFor, oneOf } from "./draw.ts";
import { type Home, packCode, type Resident } from "./home.ts";
import { countOf, drugOf, itemOf, rightItems } from "./items.ts";
import { type Carer, carerOf, type Visit } from "./plan.ts";
import { useOf } from "./use.ts";

/** What somebody really does at a bedside, right or wrong. */
export interface Deed {
  /** Of the draws that belong to it. */
  readonly key: string;
  readonly visit: Visit;
  readonly at: Instant;
  readonly by: Carer;
  /** Who is before them, and whose page is open. */
  readonly front: Resident;
  readonly opened: Resident;
  readonly wanted: readonly string[] | null;
  readonly items: readonly ItemScan[];
  /** What is wrong with it; null: nothing. */
  readonly mishap: Mishap | null;
  /** How many doses it is. */
  readonly doses: number;
  /** Whether the codes could show what is wrong. */
  readonly isOnCode: boolean;
  /** The second of two carers. */
  readonly isSecond: boolean;
}

/** Not done at all. */
export interface Omission {
  readonly visit: Visit;
  /** When the round is over, and somebody looks at the board. */
  readonly at: Instant;
  readonly mishap: "omitted" | "wrong-time";
}

export interface Done {
  readonly deeds: readonly Deed[];
  readonly omissions: readonly Omission[];
}

const keyOf = ({ doses, resident, due }: Visit): string => `${resident.number} ${doses[0]?.id ?? due}`;

export function rightDeed(home: Home, visit: Visit, at: Instant = visit.at, key: string = keyOf(visit)): Deed {
  return {
    key,
    visit,
    at,
    by: visit.by,
    front: visit.resident,
    opened: visit.resident,
    wanted: visit.pack ? null : visit.doses.map(({ id }) => id),
    items: rightItems(home, visit, at),
    mishap: null,
    doses: visit.doses.length,
    isOnCode: true,
    isSecond: false,
  };
}

interface Asked {
  readonly home: Home;
  readonly visit: Visit;
  readonly visits: readonly Visit[];
  readonly chance: () => number;
}

const one = (deed: Deed): Done => ({ deeds: [deed], omissions: [] });
type Making = (asked: Asked) => Done | null;

/** Half of them carry the right cup to the wrong person, half take the wrong cup to the right one. */
const wrongPerson: Making = ({ home, visit, visits, chance }) => {
  const { resident } = visit;
  const near = home.residents.filter(
    ({ unit, id, chart }) => unit === resident.unit && id !== resident.id && chart.isHere,
  );
  const front = near.length > 0 ? oneOf(chance, near) : null;
  if (front === null) return null;
  const right = rightDeed(home, visit);
  const carried = one({ ...right, front, mishap: "wrong-person" });
  if (chance() < 0.5) return carried;
  const cups = visits.filter(
    (it) =>
      it.due === visit.due &&
      it.resident.unit === resident.unit &&
      it.resident !== resident &&
      (it.pack === null) === (visit.pack === null),
  );
  const cup = cups.length > 0 ? oneOf(chance, cups) : null;
  if (cup === null || hasDrugOf(home, resident, cup.order)) return carried;
  return one({ ...right, items: rightItems(home, cup, visit.at), mishap: "wrong-person", doses: cup.doses.length });
};

const hasDrugOf = (home: Home, resident: Resident, order: MedicationOrder | null): boolean =>
  order !== null && has(home, resident, order.drug.code);
const has = (_: Home, { chart }: Resident, code: string): boolean =>
  chart.orders.some(({ drug }) => ingredientOf(drug.code) === ingredientOf(code));

/** Another package from the shelf: one whose name is alike where there is one in the house, else any. */
const wrongDrug: Making = ({ home, visit, chance }) => {
  const right = visit.order && drugOf(home, visit.order);
  if (!right) return null;
  const stocked = new Set(home.stock.shelf.map(({ drug }) => drug.code));
  const alike = home.stock.formulary
    .lookAlikes(right.code)
    .filter(({ drug }) => stocked.has(drug.code))
    .map(({ drug }) => drug);
  const any = home.stock.shelf.map(({ drug }) => drug);
  const others = (alike.length > 0 && chance() < 0.5 ? alike : any).filter(
    ({ code }) => !has(home, visit.resident, code),
  );
  if (others.length === 0) return null;
  const deed = rightDeed(home, visit);
  return one({ ...deed, items: [itemOf(home, oneOf(chance, others), { at: visit.at })], mishap: "wrong-drug" });
};

/** What was stopped, or is in a pack of before the change; where nothing was, something from the shelf that was never ordered. */
const withoutOrder: Making = ({ home, visit, chance }) => {
  const { resident } = visit;
  const deed = { ...rightDeed(home, visit), wanted: null, mishap: "without-order" as const };
  const old = resident.chart.packs.filter(({ withdrawn, doses }) => withdrawn !== null && doses.length > 0);
  if (visit.pack && old.length > 0) {
    const pack = oneOf(chance, old);
    return one({
      ...deed,
      items: [{ code: packCode(resident.gsrn, pack.id), count: 1, isPartial: false }],
      doses: pack.doses.length,
    });
  }
  const stopped = resident.chart.orders
    .filter(({ status }) => status === "stopped")
    .flatMap((order) => drugOf(home, order) ?? []);
  const gone = stopped.filter(
    ({ code }) =>
      !resident.chart.orders.some(
        ({ status, drug }) => status === "active" && ingredientOf(drug.code) === ingredientOf(code),
      ),
  );
  const others =
    gone.length > 0 ? gone : home.stock.shelf.map(({ drug }) => drug).filter(({ code }) => !has(home, resident, code));
  return others.length === 0
    ? null
    : one({ ...deed, items: [itemOf(home, oneOf(chance, others), { at: visit.at })], doses: 1 });
};

/** Twice or half as much. Of a counted medicine it may be seen, if each piece is scanned; of a bottle or pen it cannot. */
const wrongDose: Making = ({ home, visit, chance }) => {
  const drug = visit.order && drugOf(home, visit.order);
  if (!drug) return null;
  const deed = rightDeed(home, visit);
  const right = countOf(home, drug, visit.doses[0]);
  const isCounted = home.stock.formulary.byGtin(home.stock.stocked(drug).gtin)?.holds !== null;
  const taken = chance() < 0.5 || right === 1 ? right * 2 : right / 2;
  const isOnCode = isCounted && chance() < home.rates.countScanned;
  return one({
    ...deed,
    items: [itemOf(home, drug, { at: visit.at, count: isOnCode ? taken : right })],
    mishap: "wrong-dose",
    isOnCode,
  });
};

const omitted: Making = ({ visit }) => ({
  deeds: [],
  omissions: [{ visit, at: visit.at + 20 * MINUTE, mishap: "omitted" }],
});

/** The nurse gave it, and the carer comes with it again, or the other way round. */
const double: Making = ({ home, visit, chance }) => {
  const first = rightDeed(home, visit);
  /** Whoever refused it may be asked again. */
  if (useOf(home, first).isRefused) return one(first);
  const at = Math.round(visit.at + (5 + 35 * chance()) * MINUTE);
  const by = visit.pack
    ? { ...carerOf(visit.rounding.unit, true), device: `phone-x${visit.rounding.unit}` }
    : {
        ...carerOf(visit.rounding.unit, true),
        id: `staff:nurse-x${visit.rounding.unit}`,
        device: `phone-x${visit.rounding.unit}`,
      };
  const second: Deed = { ...rightDeed(home, visit, at, `${first.key} again`), by, mishap: "double", isSecond: true };
  return { deeds: [first, second], omissions: [] };
};

/** A third of them too late, by up to two hours; the others before it may be given: the pack of the next hour. */
const wrongTime: Making = ({ home, visit, chance }) => {
  const window = visit.doses[0]?.window;
  if (!window) return null;
  const by = (10 + 110 * chance()) * MINUTE;
  if (chance() < 1 / 3) return { deeds: [], omissions: [{ visit, at: visit.at + 20 * MINUTE, mishap: "wrong-time" }] };
  const at = Math.round(
    Math.min(...visit.doses.map((dose) => dose.window?.from ?? dose.at)) - Math.min(by, 50 * MINUTE),
  );
  return one({ ...rightDeed(home, visit, at), mishap: "wrong-time" });
};

const expired: Making = ({ home, visit }) => {
  const drug = visit.order && drugOf(home, visit.order);
  if (!drug) return null;
  const count = countOf(home, drug, visit.doses[0]);
  return one({
    ...rightDeed(home, visit),
    items: [itemOf(home, drug, { at: visit.at, count, isExpired: true })],
    mishap: "expired",
  });
};

/** The label says what was ordered, and something else is inside. */
const packedWrong: Making = ({ home, visit }) =>
  visit.pack ? one({ ...rightDeed(home, visit), mishap: "wrong-drug", doses: 1, isOnCode: false }) : null;

const makings = [
  ["wrongPerson", wrongPerson, "any"],
  ["wrongDrug", wrongDrug, "single"],
  ["withoutOrder", withoutOrder, "any"],
  ["wrongDose", wrongDose, "single"],
  ["omitted", omitted, "any"],
  ["double", double, "any"],
  ["wrongTime", wrongTime, "any"],
  ["expired", expired, "single"],
  ["packedWrong", packedWrong, "pack"],
] as const;

/** What comes of a visit: at most one thing goes wrong with it. */
export function doneAt(home: Home, visit: Visit, visits: readonly Visit[]): Done {
  if (visit.order && home.againstAllergy.has(visit.order.id))
    return one({ ...rightDeed(home, visit), mishap: "allergy" });
  const chance = drawFor(home.seed, `mistake ${keyOf(visit)}`);
  let left = chance();
  for (const [name, make, where] of makings) {
    if (where !== "any" && (where === "pack") !== (visit.pack !== null)) continue;
    left -= home.rates[name];
    if (left < 0) return make({ home, visit, visits, chance }) ?? one(rightDeed(home, visit));
  }
  return one(rightDeed(home, visit));
}
