import { existsSync } from "node:fs";
import { Fault, type SubjectId, subjectId } from "@sakiyomi/core";
import type { DataOptions } from "./command.ts";
import { type Mode, modeOf, type Places, placesOf } from "./places.ts";
import type { Terminal } from "./terminal.ts";

/** The ward that the options mean, whether it is there yet or not. */
export function placesFor(terminal: Terminal, options: DataOptions): Places {
  if (options.demo && options.real) throw new Fault("CLI_USAGE", "--demo and --real are two different wards.");
  const asked: Mode | undefined = options.demo ? "demo" : options.real ? "real" : undefined;
  return placesOf(terminal.env, modeOf(terminal.env, options.data, asked), options.data);
}

/** The ward that the options mean, which has to be there. */
export function existingPlaces(terminal: Terminal, options: DataOptions): Places {
  const places = placesFor(terminal, options);
  if (!existsSync(places.data)) throw new Fault("CLI_FOLDER", `There is no ward in ${places.data} yet.`);
  return places;
}

/** A whole number of an option. */
export function readNumber(name: string, said: string, least: number, most: number): number {
  const value = Number(said);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new Fault("CLI_USAGE", `${name} is ${said}, and has to be a number from ${least} to ${most}.`);
}

/** A person's id, with or without its type. */
export function readPerson(said: string): SubjectId {
  const read = subjectId.safeParse(said.includes(":") ? said : `person:${said}`);
  if (!read.success) throw new Fault("CLI_USAGE", `${said} is no person's id, such as ann.`);
  return read.data;
}
