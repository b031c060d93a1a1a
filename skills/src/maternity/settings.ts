import { z } from "zod";

const approve = "a clinician has to approve it before use";

export const settings = z.object({
  inLabour: z
    .boolean()
    .default(false)
    .meta({
      source: `FIGO 2015 and NICHD 2008 are for labour, Dawes and Redman for before it; at home it is before; ${approve}`,
    }),
  slowTellS: z
    .number()
    .min(60)
    .max(600)
    .default(120)
    .meta({ unit: "s", source: `NICHD 2008: a deceleration of 2 min is prolonged; ${approve}` }),
  slowCallS: z
    .number()
    .min(60)
    .max(600)
    .default(180)
    .meta({
      unit: "s",
      source: `NICE NG229: a prolonged deceleration or bradycardia of 3 min asks for urgent help [from memory]; ${approve}`,
    }),
  lostTellMin: z
    .number()
    .min(1)
    .max(14)
    .default(3)
    .meta({ unit: "min", source: `Project's choice: as long as a slow heart may go unseen; ${approve}` }),
  reviewH: z
    .number()
    .min(0.5)
    .max(24)
    .default(2)
    .meta({
      unit: "h",
      source: `Project's choice: criteria that were not met call for a doctor on the same day (A. Bhide et al., BJOG 131:207, 2023: stillbirth 8.8 times as frequent); ${approve}`,
    }),
  firstCentileMs: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .meta({
      unit: "ms",
      source: `First centile of the range of high variation for this week; the table is not published in the open: 0 leaves it out, and an episode of 32 ms counts (manual of the Sonicaid Team); ${approve}`,
    }),
  sameBpm: z
    .number()
    .min(1)
    .max(15)
    .default(5)
    .meta({
      unit: "/min",
      source: `Project's choice: mother and child count as the same within this; monitors do not publish theirs; ${approve}`,
    }),
  tocoRise: z
    .number()
    .min(1)
    .max(50)
    .default(10)
    .meta({
      unit: "1",
      source: `Contraction: so much above the resting tone, after Jeżewski [from memory]; ${approve}`,
    }),
  tocoHeight: z
    .number()
    .min(2)
    .max(100)
    .default(20)
    .meta({ unit: "1", source: `Contraction: at least so high, after Jeżewski [from memory]; ${approve}` }),
  utcOffsetMin: z.number().int().min(-720).max(840).default(540).meta({
    unit: "min",
    source: "The week of pregnancy changes at this place's midnight; Japan and Korea are 9 h ahead",
  }),
});
export type Settings = z.infer<typeof settings>;
