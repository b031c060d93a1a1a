/** What the ledger of naps shares with the skill: the same naps, slots and gaps. */
export {
  counts,
  type Gap,
  isInside,
  isLate,
  type Kept,
  LONGEST_NAP,
  type Look,
  lookOf,
  type Nap,
  napsOf,
  type Slot,
  slotsOf,
  type Word,
} from "./looks.ts";
export { type Interval, type Municipality, municipalities } from "./municipalities.ts";
export { everyOf, isUnsafe, type Lies, type Settings, settings } from "./settings.ts";
export { type Worn, worn } from "./sim.ts";
