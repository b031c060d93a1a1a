import { bodyHazards } from "./body-hazards.ts";
import type { Hazard } from "./hazard.ts";
import { softwareHazards } from "./software-hazards.ts";

/** H-01 to H-15 are those of the ward: docs/safety.md. */
const first = 16;

/** The robot's hazards: after ISO 13482:2014 clause 5, then the software's own. Numbers are never used again. */
export const hazards: readonly Hazard[] = [...bodyHazards, ...softwareHazards].map((row, i) => ({
  id: `H-${first + i}`,
  ...row,
}));
