import { z } from "zod";

const crisis =
  "American Heart Association: 180/120 mmHg, measured again after a rest, with symptoms an emergency; JSH 2019, chapter 12; a clinician has to approve it";
const news = "NEWS2 (RCP 2017), the pulse that alone scores 3; a clinician has to approve it";

export const settings = z.object({
  goalSystolic: z.number().min(100).max(160).default(125).meta({
    unit: "mm[Hg]",
    source:
      "JSH 2025: below 125/75 at home for all adults; JSH 2019: below 135/85 from 75 years on. The doctor sets it for each person",
  }),
  goalDiastolic: z.number().min(60).max(100).default(75).meta({ unit: "mm[Hg]", source: "As above" }),
  daysAtLeast: z
    .number()
    .int()
    .min(3)
    .max(7)
    .default(5)
    .meta({ unit: "d", source: "JSH 2019, chapter 2: seven days, at least five" }),
  countsPerTime: z.number().int().min(1).max(3).default(2).meta({
    source: "JSH 2019, table 2-2: two readings at one time, their mean; of one only that one",
  }),
  cuffs: z.enum(["home", "office", "not-counted"]).default("home").meta({
    source: "House rule: a cuff in the room of somebody who lives here measures at home; in a hospital it does not",
  }),
  veryHighSystolic: z.number().min(160).max(220).default(180).meta({ unit: "mm[Hg]", source: crisis }),
  veryHighDiastolic: z
    .number()
    .min(100)
    .max(140)
    .default(120)
    .meta({ unit: "mm[Hg]", source: `${crisis}. Stricter houses: 110 (grade III)` }),
  lowSystolic: z.number().min(70).max(110).default(90).meta({
    unit: "mm[Hg]",
    source:
      "Hypotension as it is usually defined, below 90; NEWS2 (RCP 2017) scores 3 from 90 down; a clinician has to approve it",
  }),
  fastPulse: z.number().min(100).max(180).default(131).meta({ unit: "/min", source: news }),
  slowPulse: z.number().min(30).max(60).default(40).meta({ unit: "/min", source: news }),
  restMin: z
    .number()
    .min(1)
    .max(30)
    .default(5)
    .meta({ unit: "min", source: "American Heart Association: some minutes, sitting, before the second reading" }),
  utcOffsetMin: z.number().int().min(-720).max(840).default(540).meta({
    unit: "min",
    source: "The house's clock against UTC, for mornings, evenings and days: Japan and Korea, no summer time",
  }),
  tellsAverage: z
    .boolean()
    .default(true)
    .meta({ source: "House rule: a doctor is asked to look when the average of a week is hypertension" }),
});

export type Settings = ReturnType<typeof settings.parse>;
