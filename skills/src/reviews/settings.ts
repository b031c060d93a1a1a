import { z } from "zod";

const house = "The house decides; no guideline does. A clinician has to approve it";

export const settings = z.object({
  nowMin: z.number().min(1).max(60).default(10).meta({ unit: "min", source: house }),
  leastTodayH: z.number().min(0).max(12).default(2).meta({ unit: "h", source: house }),
  routineDays: z.number().int().min(1).max(10).default(3).meta({ unit: "d", source: house }),
  utcOffsetMin: z.number().int().min(-720).max(840).default(540).meta({
    unit: "min",
    source: "The house's clock against UTC, for the end of the day: Japan and Korea, no summer time",
  }),
  answers: z.enum(["doctor", "nurse"]).default("doctor").meta({ source: house }),
});
export type Settings = ReturnType<typeof settings.parse>;
/** As the queue counts where nobody has set anything for a person. */
export const usualTargets: Settings = settings.parse({});
