/**
 * The paper of a cardiotocograph in centimetres. Speeds of 1, 2 and 3 cm/min and scales of 20 and 30 beats/min/cm are in use
 * (FIGO 2015: 1 to 3 cm/min, 20 or 30 beats/min/cm; Japan and North America usually 3 cm/min and 30 beats/min/cm).
 */
export const speeds = [1, 2, 3] as const;
export type Speed = (typeof speeds)[number];
export const scales = [20, 30] as const;
export type Scale = (typeof scales)[number];

export interface Setting {
  readonly speed: Speed;
  readonly scale: Scale;
  /** CSS pixels of a centimetre on this screen: 96/2.54 unless somebody held a ruler to it. */
  readonly pxPerCm: number;
}
export const USUAL_PX_PER_CM = 96 / 2.54;

/** What the printed paper shows, /min. */
export const BPM = { least: 50, most: 210 } as const;
/** The normal baseline (FIGO 2015, JSOG 2003, NICHD 2008). */
export const BAND = { least: 110, most: 160 } as const;
/** Devices give 0 to 100 of their own units, 25 to a centimetre, as on printed paper. */
export const TOCO = { least: 0, most: 100, perCm: 25 } as const;
/** Room for the hours above, and between the two. */
const TOP_CM = 0.7;
const BETWEEN_CM = 0.6;
const BOTTOM_CM = 0.15;

export interface Layout {
  readonly fhrTop: number;
  readonly fhrHeight: number;
  readonly tocoTop: number;
  readonly tocoHeight: number;
  readonly height: number;
  /** Where loss of signal, movements and the mother's pulse are told, between the two. */
  readonly stripTop: number;
}

export function layoutOf({ scale, pxPerCm }: Setting): Layout {
  const fhrTop = TOP_CM * pxPerCm;
  const fhrHeight = ((BPM.most - BPM.least) / scale) * pxPerCm;
  const stripTop = fhrTop + fhrHeight;
  const tocoTop = stripTop + BETWEEN_CM * pxPerCm;
  const tocoHeight = ((TOCO.most - TOCO.least) / TOCO.perCm) * pxPerCm;
  return { fhrTop, fhrHeight, stripTop, tocoTop, tocoHeight, height: tocoTop + tocoHeight + BOTTOM_CM * pxPerCm };
}

const MINUTE_MS = 60_000;
export const pxPerMs = ({ speed, pxPerCm }: Setting): number => (speed * pxPerCm) / MINUTE_MS;
export const widthOf = (ms: number, setting: Setting): number => ms * pxPerMs(setting);

export const yOfBpm = (bpm: number, layout: Layout): number =>
  layout.fhrTop + ((BPM.most - bpm) / (BPM.most - BPM.least)) * layout.fhrHeight;
export const yOfToco = (value: number, layout: Layout): number =>
  layout.tocoTop + (1 - (value - TOCO.least) / (TOCO.most - TOCO.least)) * layout.tocoHeight;

/** Lines across, /min: a fine one each 10, a strong one at each label. */
export const bpmLabels = ({ scale }: Pick<Setting, "scale">): readonly number[] =>
  scale === 20 ? [60, 80, 100, 120, 140, 160, 180, 200] : [60, 90, 120, 150, 180, 210];

/** Half a centimetre of paper, ms; the strong lines are the minutes, at 1 cm/min every second one is labelled. */
export const fineMs = ({ speed }: Pick<Setting, "speed">): number => MINUTE_MS / (2 * speed);
export const labelMs = ({ speed }: Pick<Setting, "speed">): number =>
  (speed === 1 ? 5 : speed === 2 ? 2 : 1) * MINUTE_MS;

/** The times within [from, to] at whole multiples of a step on the clock. */
export function timesWithin(from: number, to: number, step: number): readonly number[] {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}
