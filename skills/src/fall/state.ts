import type { Instant, ValueOf } from "@sakiyomi/core";
import { type Body, newBody } from "./body.ts";
import type { Intake } from "./intake.ts";
import { openStream, type SavedStream, type Stream, savedStream } from "./stream.ts";

export type InBed = ValueOf<"bed-occupancy">;

export interface State {
  readonly intake: Intake | null;
  readonly stream: Stream | null;
  readonly body: Body;
  /** When the last samples arrived, by the house's clock: the device's may go wrong. */
  readonly heardAt: Instant;
  /** What a mat or a camera says of the bed. */
  readonly mat: { readonly is: InBed; readonly at: Instant } | null;
  /** The lying outside of bed that was told of last. */
  readonly outsideSince: number;
  readonly risk: { readonly morse: number | null; readonly fellAt: Instant | null };
  /** What is wrong with the sensor, and since when. */
  readonly broken: { readonly key: string; readonly axis: string | null; readonly since: Instant } | null;
  /** What was made last, and when. */
  readonly made: {
    readonly posture: ValueOf<"posture"> | null;
    readonly postureAt: Instant;
    readonly bed: InBed | null;
    readonly bedAt: Instant;
  };
}

export interface SavedState extends Omit<State, "stream"> {
  readonly stream: SavedStream | null;
}

/** For one turn; what is changed in it is a copy. */
export const opened = (state: SavedState): State => ({ ...state, stream: state.stream && openStream(state.stream) });
export const saved = (state: State): SavedState => ({ ...state, stream: state.stream && savedStream(state.stream) });

export const newState = (now: Instant): SavedState => ({
  intake: null,
  stream: null,
  body: newBody(now),
  heardAt: 0,
  mat: null,
  outsideSince: 0,
  risk: { morse: null, fellAt: null },
  broken: null,
  made: { posture: null, postureAt: 0, bed: null, bedAt: 0 },
});
