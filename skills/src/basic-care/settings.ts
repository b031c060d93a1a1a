import { z } from "zod";
import { isZone } from "./care-day.ts";

const frc =
  "Japan Society of Functional Recovery Care (Takeuchi): water 1,500 mL, nutrition 1,500 kcal, a natural stool every 2 to 3 days, walking";
const approve = "a clinician has to approve it";
const mealSource = `House rule: what the kitchen serves, where a meal is charted without its energy; ${approve}`;

export const settings = z.object({
  zone: z.string().max(64).refine(isZone, "an IANA zone").default("Asia/Tokyo").meta({
    source: "House rule: the zone of the house's clock; a review charted on the page brings the house's own",
  }),
  dayStartsH: z.number().int().min(0).max(12).default(4).meta({
    unit: "h",
    source: "House rule: a cup at two in the night belongs to the evening before",
  }),
  waterMl: z
    .number()
    .min(300)
    .max(4000)
    .default(1500)
    .meta({ unit: "mL", source: `${frc}; ${approve}` }),
  energyKcal: z
    .number()
    .min(300)
    .max(4000)
    .default(1500)
    .meta({ unit: "kcal", source: `${frc}; ${approve}` }),
  stoolDays: z
    .number()
    .min(1)
    .max(7)
    .default(3)
    .meta({ unit: "d", source: `${frc}; ${approve}` }),
  walkSteps: z
    .number()
    .min(0)
    .max(20_000)
    .default(1000)
    .meta({
      source: `Project's choice: the society asks for walking and leaves how much to the person; 0 leaves it out; ${approve}`,
    }),
  stepsAMinute: z.number().min(20).max(140).default(70).meta({
    unit: "/min",
    source:
      "Project's choice, for walks charted in minutes: 100 a minute is a moderate pace of adults (Tudor-Locke 2018), people in care walk slower",
  }),
  reviewDays: z
    .number()
    .min(7)
    .max(366)
    .default(92)
    .meta({
      unit: "d",
      source: `Project's choice: a quarter of a year, after which a review is asked for anew; ${approve}`,
    }),
  decideH: z
    .number()
    .min(8)
    .max(16)
    .default(12)
    .meta({ unit: "h", source: "House rule: from this hour on it may offer" }),
  offersUntilH: z.number().min(13).max(22).default(18).meta({
    unit: "h",
    source: "House rule: later, a drink costs the night's sleep",
  }),
  offersAt: z.number().min(0.5).max(0.95).default(0.7).meta({
    source: "Project's choice: offered when the goal will be missed with at least this probability; few tells",
  }),
  cupMl: z.number().min(50).max(400).default(150).meta({ unit: "mL", source: "House rule: the house's cup" }),
  breakfastKcal: z.number().min(0).max(1500).default(480).meta({ unit: "kcal", source: mealSource }),
  lunchKcal: z.number().min(0).max(1500).default(580).meta({ unit: "kcal", source: mealSource }),
  dinnerKcal: z.number().min(0).max(1500).default(540).meta({ unit: "kcal", source: mealSource }),
  snackKcal: z.number().min(0).max(1000).default(150).meta({ unit: "kcal", source: mealSource }),
});
export type Settings = z.infer<typeof settings>;
