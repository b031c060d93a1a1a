import { type Kind, qualities, resolutionOf, rowOf, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";

/** How the samples of a channel are to be read. Of a quantity `scale` is its resolution and `rate` is 0. */
export interface Format {
  readonly rate: number;
  readonly scale: number;
  readonly offset: number;
}

/** A stream of frames that share subject, kind, source and format. A device that changes its scale gets another one. */
export interface ChannelRow extends Format {
  readonly id: number;
  readonly subject: SubjectId;
  readonly source: SourceId;
  readonly kind: Kind;
}

/** The three classes of channels, by what they cost and how soon they are put into blocks. */
export type Lane = "wave" | "quantity" | "row";

export const laneOf = (kind: Kind): Lane => {
  const name = rowOf(kind).class;
  return name === "wave" || name === "quantity" ? name : "row";
};

export const plain: Format = { rate: 0, scale: 0, offset: 0 };

export function formatOf(signal: Signal): Format {
  if (laneOf(signal.kind) === "wave") return signal.value as Format;
  return laneOf(signal.kind) === "quantity" ? { rate: 0, scale: resolutionOf(signal.kind), offset: 0 } : plain;
}

/** The identity of what a frame is in, whatever its format. */
export const seriesOf = ({ subject, source, kind }: Omit<ChannelRow, "id" | keyof Format>): string =>
  `${subject} ${source} ${kind}`;

export const STRUCK = qualities.indexOf("entered-in-error");

/** How a frame is named inside its series, when it is struck out. */
export const frameName = (at: number, sequence: number): string => `${at} ${sequence}`;

/** The time of the last sample of a frame. */
export const frameEnd = (at: number, n: number, rate: number): number =>
  rate > 0 ? at + (Math.max(1, n) - 1) * (1000 / rate) : at;
