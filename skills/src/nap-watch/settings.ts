import { z } from "zod";
import { type Interval, intervalOf, municipalities, municipalityNames } from "./municipalities.ts";

const approve = "a clinician has to approve it before use";
const worn = "How the house's sensor is worn, from its manual; a wrong axis makes a front a back";
const axis = ["learn", "+x", "-x", "+y", "-y", "+z", "-z"] as const;

export const settings = z.object({
  municipality: z
    .enum(municipalityNames)
    .default("not-chosen")
    .meta({ source: "Rows with their sources in municipalities.ts; whoever leads the house chooses" }),
  group: z.enum(["by-birthday", "0", "1", "2", "3"]).default("by-birthday").meta({
    source:
      "Houses go by the group of the year, which does not change on a birthday; chosen by the house, else by whole years",
  }),
  everyMin: z
    .number()
    .min(0)
    .max(30)
    .default(0)
    .meta({ unit: "min", source: `0: as the municipality's row says; otherwise the house's own rule; ${approve}` }),
  mayLie: z.enum(["back", "side", "any"]).default("back").meta({
    source: "National guideline 2016: on the back unless a doctor says otherwise; a doctor's word is entered here",
  }),
  remindS: z
    .number()
    .min(0)
    .max(240)
    .default(60)
    .meta({ unit: "s", source: "Project's choice: so long before a look is due it stands among what is to be done" }),
  graceS: z
    .number()
    .min(0)
    .max(30)
    .default(5)
    .meta({ unit: "s", source: `Project's choice: a tap on its way is waited for; then a look is missed; ${approve}` }),
  turnedS: z
    .number()
    .min(0)
    .max(20)
    .default(8)
    .meta({
      unit: "s",
      source: `Project's choice: a child that rolls over and back is no call, and far below the 30 s after which a front would be missed; ${approve}`,
    }),
  stillS: z
    .number()
    .min(10)
    .max(60)
    .default(20)
    .meta({
      unit: "s",
      source: `Apnoea of infancy: a pause of 20 s or more (AAP, Pediatrics 111:914, 2003; Am Fam Physician 71:2301, 2005). No sensor is shown to prevent sudden death (AAP, Choosing Wisely, 2014); ${approve}`,
    }),
  silentS: z
    .number()
    .min(5)
    .max(60)
    .default(20)
    .meta({ unit: "s", source: "Project's choice: after so long without a word the sensor knows nothing" }),
  out: z
    .enum(axis)
    .default("learn")
    .meta({ source: `${worn}. learn: from the first look that finds the child on its back` }),
  head: z.enum(["unknown", "+x", "-x", "+y", "-y", "+z", "-z"]).default("unknown").meta({ source: worn }),
});
export type Settings = z.infer<typeof settings>;

/** How often this child is looked at, after the house's own rule, its group, or its age. */
export function everyOf({ municipality, group, everyMin }: Settings, ageYears: number | null): Interval {
  if (everyMin > 0) return { everyMin, isAssumed: false };
  return intervalOf(municipality, group === "by-birthday" ? ageYears : Number(group));
}

/** Whether this posture calls. */
export function isUnsafe({ municipality, mayLie }: Settings, lies: Lies): boolean {
  if (lies === "front") return mayLie !== "any";
  return (
    (lies === "left" || lies === "right" || lies === "side") &&
    mayLie === "back" &&
    municipalities[municipality].sideIsFront
  );
}

/** `side`: which one is not known. `up`: sits, stands or is carried. */
export type Lies = "back" | "left" | "right" | "side" | "front" | "up";
