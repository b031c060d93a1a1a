import {
  accept,
  type Instant,
  isKind,
  type Kind,
  type Read,
  refuse,
  rowOf,
  type SourceId,
  sourceId,
} from "@sakiyomi/core";

/**
 * Home Assistant's MQTT discovery, as documented at home-assistant.io/integrations/mqtt (2025): a retained message at
 * `<prefix>/<component>/[<node>/]<object>/config` says where a sensor's values come and in which unit.
 */
export interface HomeAssistantOptions {
  /** Home Assistant's own default is `homeassistant`. */
  readonly prefix?: string;
  /** What a person has declared, by `unique_id`: a "temperature" alone may be that of a room. */
  readonly kinds?: Readonly<Record<string, Kind>>;
}

/** Device classes that mean exactly one kind of ours, with the unit that goes with it. */
const exact: readonly { readonly deviceClass: string; readonly unit: string; readonly kind: Kind }[] = [
  { deviceClass: "battery", unit: "%", kind: "battery" },
  { deviceClass: "blood_glucose_concentration", unit: "mg/dL", kind: "glucose" },
];

/** Home Assistant's names of units for ours (UCUM). The same unit under another name; nothing is converted. */
const sameUnit: Readonly<Record<string, string>> = {
  "°C": "Cel",
  bpm: "/min",
  "beats/min": "/min",
  "breaths/min": "/min",
  mmHg: "mm[Hg]",
  "%": "%",
  kg: "kg",
  mL: "mL",
  "L/min": "L/min",
  "mg/dL": "mg/dL",
  steps: "1",
};

interface Entity {
  readonly topic: string;
  readonly source: SourceId;
  readonly kind: Kind;
  readonly unit: string | null;
  readonly path: readonly string[];
}

export interface Heard {
  readonly subscribe?: string;
  readonly refused?: string;
  readonly signals?: readonly { readonly raw: unknown; readonly source: SourceId }[];
}

interface Config {
  readonly [field: string]: unknown;
}

/** Learns sensors from their discovery messages, and reads their values. */
export class HomeAssistant {
  readonly #prefix: string;
  readonly #kinds: Readonly<Record<string, Kind>>;
  readonly #entities = new Map<string, Entity>();

  constructor({ prefix = "homeassistant", kinds = {} }: HomeAssistantOptions) {
    this.#prefix = prefix;
    this.#kinds = kinds;
  }

  get topics(): readonly string[] {
    return [`${this.#prefix}/+/+/config`, `${this.#prefix}/+/+/+/config`];
  }

  hear(topic: string, payload: Uint8Array, now: Instant, isRetained: boolean): Heard | null {
    const plain = new TextDecoder().decode(payload);
    if (topic.startsWith(`${this.#prefix}/`) && topic.endsWith("/config")) return this.#learn(topic, plain);
    const entities = [...this.#entities.values()].filter((entity) => entity.topic === topic);
    if (entities.length === 0) return null;
    // A kept value has no time of its own: it may be days old.
    if (isRetained) return { refused: "a retained value without its time" };
    const read = entities.map((entity) => ({ entity, value: readState(entity, plain) }));
    const bad = read.find(({ value }) => !value.ok)?.value;
    const signals = read.flatMap(({ entity: { source, kind, unit }, value }) =>
      value.ok
        ? [
            {
              source,
              raw: { source, kind, value: value.value, at: new Date(now).toISOString(), ...(unit ? { unit } : {}) },
            },
          ]
        : [],
    );
    return { signals, ...(bad && !bad.ok ? { refused: bad.refusal.expected } : {}) };
  }

  #learn(topic: string, plain: string): Heard {
    this.#entities.delete(topic);
    if (plain === "") return {};
    const entity = readEntity(topic.slice(this.#prefix.length + 1), plain, this.#kinds);
    if (!entity.ok)
      return { refused: `${entity.refusal.field}: ${entity.refusal.found}, expected ${entity.refusal.expected}` };
    this.#entities.set(topic, entity.value);
    return { subscribe: entity.value.topic };
  }
}

/** Home Assistant allows short names for the fields. */
const field = (config: Config, long: string, short: string): string => {
  const value = config[long] ?? config[short];
  return typeof value === "string" ? value : "";
};

function readEntity(topic: string, plain: string, declared: Readonly<Record<string, Kind>>): Read<Entity> {
  const config = parse(plain);
  if (!config) return refuse("SIG_SHAPE", "config", plain, "a JSON object");
  const component = topic.split("/")[0] ?? "";
  if (component !== "sensor") return refuse("SIG_KIND", "component", component, "sensor");
  const base = field(config, "~", "~");
  const state = field(config, "state_topic", "stat_t").replace(/^~|~$/, base);
  if (state === "" || /[+#]/.test(state)) return refuse("SIG_SHAPE", "state_topic", state, "one topic");
  const path = readTemplate(field(config, "value_template", "val_tpl"));
  if (!path.ok) return path;
  const kind = readKind(config, declared);
  if (!kind.ok) return kind;
  const source = sourceId.safeParse(`device:${deviceOf(config, topic)}`);
  if (!source.success)
    return refuse("SIG_SOURCE", "device", deviceOf(config, topic), "letters, digits, dots and dashes");
  return accept({ topic: state, source: source.data, path: path.value, ...kind.value });
}

function readKind(config: Config, declared: Readonly<Record<string, Kind>>): Read<{ kind: Kind; unit: string | null }> {
  const deviceClass = field(config, "device_class", "dev_cla");
  const theirs = field(config, "unit_of_measurement", "unit_of_meas");
  const kind =
    declared[field(config, "unique_id", "uniq_id")] ??
    exact.find((row) => row.deviceClass === deviceClass && row.unit === theirs)?.kind;
  if (!kind || !isKind(kind))
    return refuse(
      "SIG_KIND",
      "device_class",
      `${deviceClass} in ${theirs}`,
      "an exact one, or a kind declared for its unique_id",
    );
  const row = rowOf(kind);
  if (row.class !== "quantity")
    return row.class === "state"
      ? accept({ kind, unit: null })
      : refuse("SIG_KIND", "kind", kind, "a quantity or a state");
  return sameUnit[theirs] === row.unit
    ? accept({ kind, unit: row.unit })
    : refuse("SIG_UNIT", "unit_of_measurement", theirs, row.unit);
}

/** Of the template language only a plain look-up is understood; anything that calculates is refused. */
function readTemplate(template: string): Read<readonly string[]> {
  if (template === "") return accept([]);
  const inner = /^\{\{\s*(value|value_json((?:\.\w+|\[['"][\w -]+['"]\])+))\s*(?:\|\s*(?:float|int)\s*)?\}\}$/.exec(
    template.trim(),
  );
  if (!inner) return refuse("SIG_SHAPE", "value_template", template, "{{ value }} or {{ value_json.field }}");
  return accept(
    [...(inner[2] ?? "").matchAll(/\.(\w+)|\[['"]([\w -]+)['"]\]/g)].map((part) => part[1] ?? part[2] ?? ""),
  );
}

function deviceOf(config: Config, topic: string): string {
  const device = (config.device ?? config.dev ?? {}) as { identifiers?: unknown; ids?: unknown };
  const ids = device.identifiers ?? device.ids;
  const first: unknown = Array.isArray(ids) ? ids[0] : ids;
  const name =
    typeof first === "string" ? first : field(config, "unique_id", "uniq_id") || (topic.split("/").at(-2) ?? "");
  return name.replaceAll(/[^A-Za-z0-9.-]/g, "-").slice(0, 64);
}

/** The value in the message: a number where the kind wants one. "unavailable" is no value. */
function readState({ path, unit }: Entity, plain: string): Read<unknown> {
  const at: unknown =
    path.length === 0 ? plain : path.reduce<unknown>((part, name) => (part as Config | null)?.[name], parse(plain));
  if (at === undefined || at === null || at === "unavailable" || at === "unknown" || at === "")
    return refuse("SIG_VALUE", "value", plain, "a value");
  if (unit === null) return accept(String(at));
  const number = typeof at === "number" ? at : /^-?\d+(\.\d+)?$/.test(String(at).trim()) ? Number(at) : Number.NaN;
  return Number.isFinite(number) ? accept(number) : refuse("SIG_NUMBER", "value", at, "a number");
}

function parse(plain: string): Config | null {
  try {
    const value: unknown = JSON.parse(plain);
    return typeof value === "object" && value !== null ? (value as Config) : null;
  } catch {
    return null;
  }
}
