import { readFileSync } from "node:fs";
import { Fault } from "@sakiyomi/core";
import type { z } from "zod";

/** A JSON file that a person wrote. @throws Fault CLI_FILE, with the field that is wrong */
export function readJsonFile<T>(path: string, shape: z.ZodType<T>): T {
  const read = shape.safeParse(parsed(path));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Fault("CLI_FILE", `${path}: ${issue?.path.join(".") || "(file)"}: ${issue?.message}.`);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Fault("CLI_FILE", `${path}: ${(error as Error).message}.`, { cause: error });
  }
}
