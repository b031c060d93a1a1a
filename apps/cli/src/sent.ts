import { refusalLine } from "@sakiyomi/core";
import type { Sent } from "./client.ts";

/** What became of messages that were sent; each kind of refusal once. */
export function sentLines({ stored, repeated, refused }: Sent): readonly string[] {
  const first = Map.groupBy(refused, ({ code }) => code);
  return [
    `${stored} samples stored, ${repeated} were there already, ${refused.length} messages refused.`,
    ...[...first.values()].flatMap((all) => (all[0] ? [`  ${all.length} × ${refusalLine(all[0])}`] : [])),
  ];
}
