import { z } from "zod";

const source = "Project's choice; to be approved by the house's nurse and doctor";

export const settings = z.object({
  promiseMin: z.number().min(15).max(1440).default(120).meta({
    unit: "min",
    source: "The house's promise: a report within two hours of the last measurement",
  }),
  warnMin: z.number().min(5).max(120).default(30).meta({ unit: "min", source }),
  finishMin: z.number().min(15).max(1440).default(90).meta({ unit: "min", source }),
  gives: z.enum(["nurse", "doctor"]).default("nurse").meta({ source }),
});
export type Settings = z.infer<typeof settings>;
