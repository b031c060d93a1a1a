import { z } from "zod";

const rcp = "RCP, NEWS2, London 2017, chart 4; a clinician has to approve it before use";

/** Every clinical setting is approved by a clinician before use. */
export const settings = z.object({
  spo2Scale2: z.boolean().default(false).meta({
    source:
      "RCP, NEWS2, London 2017: scale 2 only where a clinician has prescribed it (hypercapnic respiratory failure)",
  }),
  chartedValidMin: z.number().min(5).max(720).default(60).meta({
    unit: "min",
    source: "House rule: a value charted by hand counts for so long; a clinician has to approve it",
  }),
  slowValidH: z.number().min(1).max(12).default(12).meta({
    unit: "h",
    source: "RCP, NEWS2, London 2017: at least 12-hourly; for temperature, pressure, oxygen, consciousness",
  }),
  trendH: z
    .number()
    .min(1)
    .max(24)
    .default(4)
    .meta({ unit: "h", source: "Project's choice: the span that a trend is drawn through" }),
  zeroEveryH: z.number().min(1).max(24).default(12).meta({ unit: "h", source: rcp }),
  lowEveryH: z
    .number()
    .min(1)
    .max(6)
    .default(4)
    .meta({ unit: "h", source: `${rcp} (4 to 6 h)` }),
  urgentEveryMin: z.number().min(5).max(60).default(60).meta({ unit: "min", source: rcp }),
  urgentReviewMin: z
    .number()
    .min(5)
    .max(60)
    .default(60)
    .meta({ unit: "min", source: `${rcp}; the hour is the project's reading (docs/clinical-ranges.md)` }),
  emergencyMin: z
    .number()
    .min(5)
    .max(30)
    .default(30)
    .meta({ unit: "min", source: `${rcp}; the 30 min are the project's reading (docs/clinical-ranges.md)` }),
});

export type Settings = ReturnType<typeof settings.parse>;
