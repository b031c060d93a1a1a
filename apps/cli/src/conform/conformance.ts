import {
  Fault,
  type House,
  type Instant,
  type Refusal,
  readSignal,
  refuse,
  type SourceId,
  sourceId,
} from "@sakiyomi/core";
import { StreamCheck, type StreamReport } from "./stream-check.ts";

export interface RefusedCode {
  readonly code: string;
  readonly count: number;
  /** The first one of the code. */
  readonly example: Refusal;
}

export interface Report {
  /** Whether a ward would keep everything that was sent, as it was meant. */
  readonly conforms: boolean;
  readonly messages: number;
  readonly accepted: number;
  readonly refused: readonly RefusedCode[];
  readonly streams: readonly StreamReport[];
}

/** What a ward would answer to one body. */
export interface Heard {
  readonly accepted: number;
  readonly refused: readonly { readonly index: number; readonly refusal: Refusal }[];
}

/** Listens to a device as a ward would, and remembers what a ward does not: rates, gaps, repeats, the clock. */
export class Conformance {
  readonly #source: SourceId;
  readonly #clock: () => Instant;
  readonly #refused = new Map<string, RefusedCode>();
  readonly #streams = new Map<string, StreamCheck>();
  #messages = 0;
  #accepted = 0;

  constructor(source: string, clock: () => Instant) {
    const read = sourceId.safeParse(source);
    if (!read.success) throw new Fault("CLI_USAGE", `${source} is no source, such as device:cuff-3.`);
    this.#source = read.data;
    this.#clock = clock;
  }

  /** One JSON message, an array of them, or one a line. */
  hearText(body: string): Heard {
    const refused: { index: number; refusal: Refusal }[] = [];
    let accepted = 0;
    for (const [index, raw] of messagesIn(body).entries()) {
      const refusal = this.#hear(raw);
      if (refusal) refused.push({ index, refusal });
      else accepted += 1;
    }
    return { accepted, refused };
  }

  report(): Report {
    const streams = [...this.#streams.values()].map((stream) => stream.report());
    const hasProblem = streams.some(({ findings }) => findings.some(({ level }) => level === "problem"));
    return {
      conforms: this.#accepted > 0 && this.#refused.size === 0 && !hasProblem,
      messages: this.#messages,
      accepted: this.#accepted,
      refused: [...this.#refused.values()],
      streams,
    };
  }

  #hear(raw: unknown): Refusal | null {
    this.#messages += 1;
    const now = this.#clock();
    const speaker = { source: this.#source, mayBe: (other: SourceId) => other.startsWith("device:") };
    const read = raw === unreadable ? unreadableMessage : readSignal(raw, speaker, openHouse(raw, now));
    if (!read.ok) return this.#refuse(read.refusal);
    this.#accepted += 1;
    const { source, kind } = read.value;
    const key = `${source} ${kind}`;
    const stream = this.#streams.get(key) ?? new StreamCheck(source, kind);
    this.#streams.set(key, stream);
    stream.hear(read.value, now);
    return null;
  }

  #refuse(refusal: Refusal): Refusal {
    const was = this.#refused.get(refusal.code);
    this.#refused.set(refusal.code, {
      code: refusal.code,
      count: (was?.count ?? 0) + 1,
      example: was?.example ?? refusal,
    });
    return refusal;
  }
}

const unreadable = Symbol("no JSON");
const unreadableMessage = refuse("SIG_SHAPE", "(message)", "no JSON", "a JSON object, an array of them, or one a line");

function messagesIn(body: string): readonly unknown[] {
  const whole = parsed(body);
  if (Array.isArray(whole)) return whole;
  if (whole !== unreadable) return [whole];
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.length > 1 ? lines.map(parsed) : [unreadable];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return unreadable;
  }
}

/** A house in which everybody is at home and wears what is tested: only the message itself can be wrong. */
function openHouse(raw: unknown, now: Instant): House {
  const named = (raw as { readonly subject?: unknown } | null)?.subject;
  return {
    now,
    isHere: () => true,
    ownerOf: () => (typeof named === "string" ? (named as ReturnType<House["ownerOf"]>) : null),
    mayRecord: () => true,
  };
}
