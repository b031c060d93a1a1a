import { accept, type Instant, isKind, type Read, refuse, rowOf, type SourceId, sourceId } from "@sakiyomi/core";

/**
 * The scheme, version 1:
 *   sakiyomi/v1/<device>/<kind>    a bare JSON value in the kind's unit, or a signal as over HTTP (or several in an array)
 *   sakiyomi/v1/<device>/signals   signals of any kinds, as over HTTP
 *   sakiyomi/v1/<device>/wave      the binary form of waveforms
 *   sakiyomi/v1/<device>/refused   our answer where something was not taken
 */
export const root = "sakiyomi/v1";

export type Ending = { readonly is: "kind"; readonly kind: string } | { readonly is: "signals" | "wave" | "refused" };

export interface Topic {
  readonly device: string;
  readonly source: SourceId;
  readonly ending: Ending;
}

const fixed = ["signals", "wave", "refused"] as const;

export function readTopic(topic: string): Read<Topic> {
  const [, device = "", last = "", ...more] = topic.startsWith(`${root}/`) ? topic.slice(root.length).split("/") : [];
  const source = sourceId.safeParse(`device:${device}`);
  if (!source.success || last === "" || more.length > 0)
    return refuse("SIG_SHAPE", "topic", topic, `${root}/<device>/<kind>`);
  const is = fixed.find((name) => name === last);
  return accept({ device, source: source.data, ending: is ? { is } : { is: "kind", kind: last } });
}

export interface Reading {
  readonly now: Instant;
  /** Whether a value without its time counts as measured now. False where messages may have waited on the way. */
  readonly bare: boolean;
}

/** The signals of a message, in the form that HTTP takes; whether they are right is asked at the door. */
export function readPayload(topic: Topic, payload: Uint8Array, reading: Reading): Read<readonly unknown[]> {
  const json = parse(payload);
  if (!json.ok) return json;
  const { ending, source } = topic;
  const all = Array.isArray(json.value) ? json.value : [json.value];
  if (ending.is !== "kind") return accept(all.map((one) => (isObject(one) ? { source, ...one } : one)));
  const { kind } = ending;
  if (!isKind(kind)) return refuse("SIG_KIND", "topic", kind, "a kind of the table");
  const isFull = all.every((one) => isObject(one) && Object.hasOwn(one, "value"));
  if (isFull) return accept(all.map((one) => ({ source, kind, ...(one as object) })));
  if (Array.isArray(json.value)) return refuse("SIG_SHAPE", "payload", json.value, "signals with value and at");
  if (!reading.bare)
    return refuse("SIG_TIME", "at", json.value, "the time: a bare value may have waited at the broker");
  const row = rowOf(kind);
  const unit = "unit" in row ? { unit: row.unit } : {};
  return accept([{ source, kind, value: json.value, at: new Date(reading.now).toISOString(), ...unit }]);
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(payload: Uint8Array): Read<unknown> {
  const plain = new TextDecoder().decode(payload);
  try {
    return accept(JSON.parse(plain));
  } catch {
    return refuse("SIG_SHAPE", "payload", plain, 'JSON: 36.8, or "alert" with its quotes, or an object');
  }
}
