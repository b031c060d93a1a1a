import { z } from "zod";
import {
  GAP,
  type Kind,
  type KindRow,
  MINUTE,
  qualities,
  rowOf,
  type Signal,
  type SourceId,
  type SubjectId,
} from "../1-signal/index.ts";

/** A number in [0, 1). */
export type Chance = () => number;

/** Mulberry32 (T. Ettinger, public domain): the same seed, the same run. */
export function chanceOf(seed: number): Chance {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const oneOf = <T>(items: readonly T[], chance: Chance): T => items[Math.floor(chance() * items.length)] as T;

/** What the door lets in, at its worst: the edges of the range, jumps, everything between. */
function anyValue(row: KindRow, chance: Chance): unknown {
  if (row.class === "quantity") return oneOf([row.min, row.max, row.min + (row.max - row.min) * chance()], chance);
  if (row.class === "state") return oneOf(row.codes, chance);
  if (row.class === "event") return bySchema(z.toJSONSchema(row.schema) as Schema, chance);
  if (row.class === "frame")
    return { encoding: row.encodings[0], width: 2, height: 1, bytes: Uint8Array.of(0, Math.floor(chance() * 256)) };
  const samples = Int32Array.from({ length: Math.floor(chance() * 50) }, () =>
    chance() < 0.2 ? GAP : Math.floor((chance() - 0.5) * 2e6),
  );
  return { rate: oneOf([0.1, 1, row.maxRate], chance), scale: row.resolution, offset: 0, samples };
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Something of the shape that an event's schema asks for; optional fields come and go. */
function bySchema(schema: Schema, chance: Chance): unknown {
  if (schema.enum) return oneOf(schema.enum, chance);
  if (schema.type === "boolean") return chance() < 0.5;
  if (schema.type === "string") return oneOf(["x", "__proto__", "{hole}", "\u0000 <b>"], chance);
  if (schema.type === "number" || schema.type === "integer") return between(schema, chance);
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || chance() < 0.5,
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, bySchema(field, chance)]));
}

function between({ type, minimum = -1e6, maximum = 1e6 }: Schema, chance: Chance): number {
  const value = oneOf([minimum, maximum, minimum + (maximum - minimum) * chance()], chance);
  return type === "integer" ? Math.round(value) : value;
}

const sources = ["device:a", "device:b", "staff:c", "import:d"] as readonly string[] as readonly SourceId[];

export function hostileSignal(kind: Kind, subject: SubjectId, now: number, chance: Chance): Signal {
  const lateBy = oneOf([0, 0, 0, MINUTE * chance(), 600 * MINUTE * chance(), -5000], chance);
  return {
    subject,
    kind,
    at: Math.round(now - lateBy),
    receivedAt: now,
    sequence: Math.floor(chance() * 3),
    value: anyValue(rowOf(kind), chance),
    quality: chance() < 0.7 ? "good" : oneOf(qualities, chance),
    source: oneOf(sources, chance),
  } as Signal;
}

/** Some of what may arrive between two turns: new, late, said twice, struck out, doubted. */
export function hostileBatch(
  kinds: readonly Kind[],
  subject: SubjectId,
  now: number,
  before: readonly Signal[],
  chance: Chance,
): readonly Signal[] {
  const count = oneOf([0, 0, 1, 1, 2, 8], chance);
  return Array.from({ length: kinds.length === 0 ? 0 : count }, () => {
    const earlier = before.length > 0 && chance() < 0.25 ? oneOf(before, chance) : null;
    if (earlier === null) return hostileSignal(oneOf(kinds, chance), subject, now, chance);
    return { ...earlier, receivedAt: now, quality: chance() < 0.5 ? "entered-in-error" : earlier.quality };
  });
}
