import { z } from "zod";
import { isZone } from "./local-hour.ts";

const approve = "a clinician has to approve it before use";
const ways = ["learn", "+x", "-x", "+y", "-y", "+z", "-z"] as const;
export type Way = (typeof ways)[number];

export const settings = z.object({
  callsFor: z
    .enum(["at-risk", "everyone", "nobody"])
    .default("at-risk")
    .meta({
      source: `House rule: at risk is who has a Morse score from the cut-off on, has fallen in the last 30 days, or was not assessed and wears the sensor; bed-exit alarms for everybody prevented no falls (R. I. Shorr et al., Ann Intern Med 157:692, 2012); ${approve}`,
    }),
  callsWhen: z
    .enum(["always", "night"])
    .default("always")
    .meta({ source: `House rule: whether the person may get up alone by day; ${approve}` }),
  callsAt: z
    .enum(["sitting-up", "edge", "standing"])
    .default("edge")
    .meta({ source: `House rule: the earlier, the more calls for nothing; ${approve}` }),
  morseFrom: z
    .number()
    .min(25)
    .max(125)
    .default(45)
    .meta({
      unit: "1",
      source: `J. M. Morse et al., Can J Aging 8:366 (1989): 45 and more is high risk; the cut-off is set locally; ${approve}`,
    }),
  nightFromH: z
    .number()
    .int()
    .min(0)
    .max(23)
    .default(21)
    .meta({ unit: "h", source: `House rule: lights out; ${approve}` }),
  nightToH: z
    .number()
    .int()
    .min(0)
    .max(23)
    .default(6)
    .meta({ unit: "h", source: `House rule: getting up; ${approve}` }),
  zone: z
    .string()
    .refine(isZone, "a time zone such as Asia/Tokyo")
    .default("Asia/Tokyo")
    .meta({ source: "The house's place (IANA name): what is night there" }),
  up: z.enum(ways).default("learn").meta({
    source: "Which way the sensor's axis points up while the person stands; learnt from walking where not given",
  }),
  front: z.enum(ways).default("learn").meta({
    source: "Which way the sensor's axis points to the front; learnt from bending over while standing where not given",
  }),
  softHoldsS: z
    .number()
    .min(1)
    .max(30)
    .default(6)
    .meta({
      unit: "s",
      source: `Project's choice: so long after a soft blow somebody has to lie before it is told of; ${approve}`,
    }),
  motionlessS: z
    .number()
    .min(15)
    .max(600)
    .default(60)
    .meta({ unit: "s", source: `Project's choice: no movement after a fall may be unconsciousness; ${approve}` }),
  longLieMin: z
    .number()
    .min(1)
    .max(60)
    .default(10)
    .meta({
      unit: "min",
      source: `A long lie is an hour on the floor (J. Fleming and C. Brayne, BMJ 337:a2227, 2008); called for long before it, project's choice; ${approve}`,
    }),
});
export type Settings = z.infer<typeof settings>;
