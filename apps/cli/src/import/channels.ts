import { accept, type Kind, type Read, type RecordedChannel, refuse, rowOf } from "@sakiyomi/core";

/** What a channel of a recording becomes: value in the kind's unit = value in the file's unit × factor. */
export interface ChannelKind {
  readonly kind: Kind;
  readonly factor: number;
}

/** How files write units that mean the kind's unit or an exact multiple of it. A unit that is not here is refused. */
type Units = Readonly<Record<string, number>>;
const millivolts: Units = { mV: 1, uV: 0.001, µV: 0.001, "\u03BCV": 0.001, V: 1000 };
const microvolts: Units = { uV: 1, µV: 1, "\u03BCV": 1, mV: 1000, V: 1_000_000 };
/** NU: normalised units; nd: no dimension. Both are how PhysioNet writes "no unit". */
const noUnit: Units = { "": 1, "1": 1, NU: 1, nd: 1 };
const pressure: Units = { mmHg: 1, "mm[Hg]": 1 };
const perMinute: Units = { bpm: 1, "/min": 1 };

/** Names of channels as recordings of PhysioNet, EDF (EDF+ standard texts) and monitors write them. */
const rows: readonly { readonly names: RegExp; readonly kind: Kind }[] = [
  {
    names: /^(ECG|EKG)\b.*|^(I|II|III|AVR|AVL|AVF|V|V[1-9]|M?CL\d?|ML(I|II|III)|MV\d?|D\d|CC5|CM\d)[+-]?$/i,
    kind: "ecg",
  },
  { names: /^(PLETH|PPG|PLETHYSMOGRAM)$/i, kind: "ppg" },
  { names: /^RESP(IRATION)?( IMPEDANCE)?$/i, kind: "respiration-impedance" },
  { names: /^(ABP|ART|IBP|ARTERIAL( PRESSURE)?)$/i, kind: "arterial-pressure" },
  { names: /^FHR\d?$/i, kind: "fetal-heart-rate" },
  { names: /^(UC|TOCO|UA)$/i, kind: "uterine-activity" },
];

const unitsOf: Partial<Readonly<Record<Kind, Units>>> = {
  ecg: millivolts,
  "electric-potential": microvolts,
  "arterial-pressure": pressure,
  "fetal-heart-rate": perMinute,
};

/** Text in the place of samples, as WFDB shows the annotations of EDF. */
const TEXT_CHANNEL = "EDF Annotations";

/**
 * The kind of a channel: what the caller says, else what its name means, else a kind that only says its unit.
 * @param said the caller's word for channels by name; null leaves a channel out
 */
export function kindOfChannel(
  { name, unit }: RecordedChannel,
  said: Readonly<Record<string, Kind | null>>,
  place: string,
): Read<ChannelKind | null> {
  const field = `${place}, channel "${name}"`;
  const wanted = said[name];
  if (wanted === null) return accept(null);
  if (wanted === undefined && name === TEXT_CHANNEL) return refuse("FILE_MAP", field, "text", "samples");
  const kind = wanted ?? rows.find(({ names }) => names.test(name))?.kind ?? unnamed(unit);
  if (kind === null) return refuse("SIG_UNIT", field, unit, "a voltage, no unit, or a kind with --map");
  const row = rowOf(kind);
  if (row.class !== "wave") return refuse("FILE_MAP", field, kind, "a kind of waveform");
  const units = unitsOf[kind] ?? (row.unit === "1" ? noUnit : { [row.unit]: 1 });
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return factor === undefined ? refuse("SIG_UNIT", field, unit, `${row.unit}, for ${kind}`) : accept({ kind, factor });
}

const unnamed = (unit: string): Kind | null =>
  Object.hasOwn(microvolts, unit) ? "electric-potential" : Object.hasOwn(noUnit, unit) ? "unnamed-wave" : null;

/** Two channels of one kind are two sources: `import:100-MLII`, `import:100-V5`. */
export function sourcesOf(title: string, names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const plain = tidy(`${tidy(title)}-${tidy(name)}`);
    let id = plain.slice(0, 64);
    for (let n = 2; used.has(id); n++) id = `${plain.slice(0, 60)}-${n}`;
    used.add(id);
    return `import:${id}`;
  });
}

const tidy = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "x";
