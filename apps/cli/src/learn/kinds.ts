import { Fault } from "@sakiyomi/core";
import { type ModelKind, modelKinds } from "@sakiyomi/learn";
import { nearest } from "./nearest.ts";

/** Kinds whose data are no episodes of a robot, and the command that trains them. */
const elsewhere: Readonly<Record<string, string>> = {
  prae: "sakiyomi evaluate language-motion",
  forecaster: "sakiyomi evaluate forecaster",
};

export const trainableKinds: readonly ModelKind[] = modelKinds.filter(({ kind }) => !Object.hasOwn(elsewhere, kind));

/** @throws {Fault} "CLI_USAGE" with the nearest one, or where it is trained instead. */
export function trainableKind(wanted: string): ModelKind {
  const found = trainableKinds.find(({ kind }) => kind === wanted);
  if (found) return found;
  const command = elsewhere[wanted];
  if (command !== undefined) throw new Fault("CLI_USAGE", `A ${wanted} is trained by \`${command}\`.`);
  const kinds = trainableKinds.map(({ kind }) => kind);
  const near = nearest(wanted, kinds);
  throw new Fault(
    "CLI_USAGE",
    `There is no model "${wanted}". ${near ? `Did you mean ${near}?` : `There are ${kinds.join(", ")}.`}`,
  );
}
