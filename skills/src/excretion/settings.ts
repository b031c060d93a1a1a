import { z } from "zod";
import { isZone } from "../basic-care/care-day.ts";

const approve = "a clinician has to approve it";

export const settings = z.object({
  zone: z
    .string()
    .max(64)
    .refine(isZone, "an IANA zone")
    .default("Asia/Tokyo")
    .meta({ source: "House rule: the zone of the house's clock" }),
  noStoolDays: z
    .number()
    .min(2)
    .max(7)
    .default(3)
    .meta({
      unit: "d",
      source: `A natural stool every 2 to 3 days (Functional Recovery Care); fewer than three a week is one of the Rome IV criteria of constipation; ${approve}`,
    }),
  looseADay: z
    .number()
    .int()
    .min(2)
    .max(10)
    .default(3)
    .meta({
      source: `Three or more loose stools in a day is diarrhoea (WHO); Bristol 6 and 7; ${approve}`,
    }),
  noVoidH: z
    .number()
    .min(6)
    .max(24)
    .default(10)
    .meta({
      unit: "h",
      source: `Project's choice: 4 to 7 voids a day are usual (docs/clinical-ranges.md), so ten hours without one are looked at; ${approve}`,
    }),
  bedH: z.number().min(17).max(24).default(21).meta({
    unit: "h",
    source: "House rule: going to bed with the intention of sleeping begins the night (ICS 2018)",
  }),
  riseH: z
    .number()
    .min(4)
    .max(11)
    .default(6)
    .meta({ unit: "h", source: "House rule: rising ends the night (ICS 2018)" }),
  offersToilet: z.boolean().default(true).meta({
    source: "House rule: offer the toilet when a stool is likely, to whoever has lost one in the last two weeks",
  }),
});
export type Settings = z.infer<typeof settings>;
