import { z } from "zod";

export const settings = z.object({
  leastConfidence: z.number().min(0.2).max(0.95).default(0.35).meta({
    unit: "1",
    source:
      "Project's choice, checked by leaving out one patient at a time (README); a clinician has to approve it before use",
  }),
});
export type Settings = z.infer<typeof settings>;
