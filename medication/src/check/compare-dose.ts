import { amountIn, inUnit } from "../drugs/amount.ts";
import type { Drug, Quantity } from "../drugs/drug.ts";
import { matchOf } from "./match.ts";
import type { Part } from "./reading.ts";
import type { Target } from "./situation.ts";

/** What was scanned for a dose against what is ordered. */
export type Compared =
  /** Nothing was scanned for it. */
  | { readonly type: "none" }
  /** The order does not say how much. */
  | { readonly type: "not-ordered" }
  /** The units cannot be compared, or the list does not say how much is in it. */
  | { readonly type: "not-comparable" }
  | { readonly type: "same" }
  /** A box, bottle, tube or pen, of which any part is given: the code cannot count it. */
  | { readonly type: "box" }
  /** A package that holds more whole pieces than are ordered: take out so many. */
  | { readonly type: "take-out"; readonly take: Quantity; readonly holds: Quantity }
  /** A piece that has to be divided, or a part of a liquid. */
  | { readonly type: "divide"; readonly take: Quantity; readonly holds: Quantity }
  /** `share`: how much of what is ordered was scanned, 0.5 is half. */
  | { readonly type: "less" | "more"; readonly share: number };

/** Decimals of reckoning, nothing more. */
const CLOSE = 1e-6;
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < CLOSE && value > CLOSE;
const tidy = (value: number): number => Number(value.toPrecision(6));

/** How much of the ordered dose an amount of the scanned drug is; null where that cannot be known. */
function shareOf(amount: Quantity, ordered: Quantity, drugs: Pick<Compare, "ordered" | "part">): number | null {
  const { part } = drugs;
  const isGeneric = matchOf(drugs.ordered.code, part.code) !== "ingredient";
  if (isGeneric && amount.unit === ordered.unit) return amount.value / ordered.value;
  const asDrug = part.drug && amountIn(amount, part.drug);
  const wanted =
    drugs.ordered.drug && amountIn(ordered, isGeneric ? (part.drug ?? drugs.ordered.drug) : drugs.ordered.drug);
  const alike = asDrug && wanted ? inUnit(asDrug, wanted.unit) : null;
  return alike && wanted ? alike.value / wanted.value : null;
}

interface Compare {
  readonly ordered: { readonly code: Target["order"]["drug"]; readonly drug: Drug | null };
  readonly part: Part;
}

function single(part: Part, each: number, isSameStrength: boolean): Compared {
  const { holds, count } = part;
  const total = each * count;
  if (Math.abs(total - 1) < CLOSE) return { type: "same" };
  if (total < 1) return { type: "less", share: tidy(total) };
  // One package fewer would not have been enough: this one is opened and a part of it given.
  const isLastNeeded = each * (count - 1) < 1 - CLOSE;
  if (holds === null || part.pack !== null || !isLastNeeded) return { type: "more", share: tidy(total) };
  const take = { value: tidy(holds.value / each), unit: holds.unit };
  const all = { value: tidy(holds.value * count), unit: holds.unit };
  if (isWhole(take.value) && holds.unit.startsWith("{")) return { type: "take-out", take, holds: all };
  return isSameStrength ? { type: "divide", take, holds: all } : { type: "more", share: tidy(total) };
}

/** @param drug the ordered drug as the list has it */
export function compareDose({ order, dose, parts }: Target, drug: Drug | null): Compared {
  const [first] = parts;
  const wanted = dose.dose;
  if (wanted === null) return { type: "not-ordered" };
  if (!first) return { type: "none" };
  if (parts.length === 1 && first.holds === null)
    return matchOf(order.drug, first.code) === "ingredient" ? { type: "not-comparable" } : { type: "box" };
  const ordered = { code: order.drug, drug };
  const shares = parts.map((part) => (part.holds ? shareOf(part.holds, wanted, { ordered, part }) : null));
  if (shares.some((share) => share === null)) return { type: "not-comparable" };
  if (parts.length === 1) return single(first, shares[0] ?? 0, matchOf(order.drug, first.code) !== "ingredient");
  const total = shares.reduce<number>((sum, share, i) => sum + (share ?? 0) * (parts[i]?.count ?? 1), 0);
  if (Math.abs(total - 1) < CLOSE) return { type: "same" };
  return { type: total < 1 ? "less" : "more", share: tidy(total) };
}
