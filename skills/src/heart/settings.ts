import { z } from "zod";

const approve = "a clinician has to approve it before use";

export const settings = z.object({
  asystoleS: z
    .number()
    .min(3)
    .max(10)
    .default(4)
    .meta({
      unit: "s",
      source: `PhysioNet/CinC Challenge 2015: asystole is no QRS for at least 4 s; ANSI/AAMI EC13 asks for an alarm within 10 s; ${approve}`,
    }),
  disorderLimit: z
    .number()
    .min(0.4)
    .max(0.9)
    .default(0.639)
    .meta({
      unit: "1",
      source: `X. Zhou et al., PLOS ONE 10:e0136544 (2015): cut-off .639 learnt on LTAFDB; on the MIT-BIH AF database sensitivity 97.4 %, specificity 98.4 %; ${approve}`,
    }),
  reviewH: z
    .number()
    .min(1)
    .max(72)
    .default(24)
    .meta({ unit: "h", source: `Project's choice: a doctor looks at the strip within a day; ${approve}` }),
});
export type Settings = z.infer<typeof settings>;
