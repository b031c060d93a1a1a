import { z } from "zod";

const source = "Project's choice; to be approved by the house's nurse and pharmacist";

export const settings = z.object({
  /** Who gives this person's medicines. */
  gives: z.enum(["carer", "nurse"]).default("nurse").meta({ source }),
  decideHours: z.number().min(1).max(24).default(4).meta({
    unit: "h",
    source: "Project's choice: as long as a dose that is overdue may still be given (policy omittedMin)",
  }),
});
export type Settings = z.infer<typeof settings>;
