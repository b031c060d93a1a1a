import { z } from "zod";

export const settings = z.object({
  leadMin: z
    .number()
    .min(10)
    .max(30)
    .default(15)
    .meta({ unit: "min", source: "House rule: the time staff need to come and help; a clinician has to approve it" }),
  tells: z.enum(["few-false", "balanced", "few-missed"]).default("balanced").meta({
    source:
      "House rule: what weighs more here, a walk for nothing or a void that comes first; figures: `sakiyomi evaluate toilet-timing`",
  }),
  usualVolumeMl: z.number().min(100).max(600).default(300).meta({
    unit: "mL",
    source:
      "Urgency at 200 to 400 mL, mean void 300 to 400 mL (docs/clinical-ranges.md, bladder); counts until voids are known; a clinician has to approve it",
  }),
  goesOnMin: z.number().min(20).max(120).default(45).meta({
    unit: "min",
    source: "Project's choice: so long after the last reading the filling is carried on, with a wider interval",
  }),
  tellsAgain: z
    .boolean()
    .default(true)
    .meta({ source: "House rule: told again when nobody has gone by then; a clinician has to approve it" }),
});

export type Settings = ReturnType<typeof settings.parse>;
