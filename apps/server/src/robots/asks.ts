import { z } from "zod";
import type { RobotAsk } from "./shapes.ts";

/** `input` is read by the robot's side (`readInput`), which knows what it means. */
const ask = z.discriminatedUnion("do", [
  z.object({ do: z.literal("stop") }),
  z.object({ do: z.literal("release"), person: z.string().trim().max(80).optional() }),
  z.object({ do: z.literal("drive") }),
  z.object({ do: z.literal("let-go") }),
  z.object({ do: z.literal("input"), sent: z.number(), input: z.unknown() }),
  z.object({ do: z.literal("episode"), what: z.enum(["start", "stop", "discard"]) }),
  z.object({ do: z.literal("label"), label: z.string().trim().min(1).max(200) }),
  z.object({
    do: z.literal("reset"),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31),
  }),
  z.object({ do: z.literal("answer"), words: z.string().trim().min(1).max(200) }),
  z.object({ do: z.literal("task"), id: z.string().max(80).nullable() }),
]);

/** null: it is not understood. */
export const readAsk = (text: string): RobotAsk | null => {
  try {
    const read = ask.safeParse(JSON.parse(text));
    return read.success ? (read.data as RobotAsk) : null;
  } catch {
    return null;
  }
};
