import { HOUR, type Instant } from "@sakiyomi/core";

/** A sensor of a simulated person. */
export type Worn = "bladder" | "vitals" | "bed" | "motion" | "cuff";

/** Something that is made to happen. */
export type Scene =
  /** Gets worse from `at` on and is at the worst after `hours`; stays so until `until`. `severity` 1 is sepsis. */
  | {
      readonly type: "deterioration";
      readonly at: Instant;
      readonly hours: number;
      readonly severity: number;
      readonly until?: Instant;
    }
  | { readonly type: "fall"; readonly at: Instant }
  /** Falls silent, without a word. */
  | { readonly type: "dead-sensor"; readonly worn: Worn; readonly at: Instant; readonly until?: Instant };

/** How ill the script has made the person by then: 0 not at all, 1 sepsis. Rises like an S. */
export function strainAt(script: readonly Scene[], at: Instant): number {
  let strain = 0;
  for (const scene of script) {
    if (scene.type !== "deterioration" || at < scene.at || at >= (scene.until ?? Number.POSITIVE_INFINITY)) continue;
    const part = Math.min(1, (at - scene.at) / (scene.hours * HOUR));
    strain = Math.max(strain, scene.severity * part * part * (3 - 2 * part));
  }
  return strain;
}

export const isDead = (script: readonly Scene[], worn: Worn, at: Instant): boolean =>
  script.some(
    (scene) =>
      scene.type === "dead-sensor" &&
      scene.worn === worn &&
      at >= scene.at &&
      at < (scene.until ?? Number.POSITIVE_INFINITY),
  );
