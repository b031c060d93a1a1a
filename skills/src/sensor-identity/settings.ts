import { z } from "zod";

const source = "Project's choice, wider than an hour of ordinary life changes the value; to be approved on site";

export const settings = z.object({
  gapMin: z.number().min(0.5).max(60).default(1).meta({
    unit: "min",
    source: "Project's choice: taking a sensor off and putting it on again is silent for longer",
  }),
  pulseStep: z.number().min(5).max(100).default(25).meta({ unit: "/min", source }),
  breathStep: z.number().min(3).max(40).default(10).meta({ unit: "/min", source }),
  temperatureStep: z.number().min(0.3).max(5).default(1.2).meta({ unit: "Cel", source }),
  weightStep: z.number().min(1).max(50).default(5).meta({ unit: "kg", source }),
});
export type Settings = z.infer<typeof settings>;
