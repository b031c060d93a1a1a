import {
  type About,
  channels,
  chronicle,
  type Entry,
  type RecordReport,
  type RobotRecorder,
  type Scene,
  type Seconds,
} from "@sakiyomi/robot";
import { encoder } from "../encode.ts";
import { type LiveServer, type LiveSettings, openLiveServer } from "./server.ts";

export interface LiveOptions extends LiveSettings {
  readonly about: About;
  readonly scene?: Scene;
  /** The robot's clock now. */
  readonly from?: Seconds;
}

/** A robot at work, seen in Foxglove or Lichtblick: the same channels as in a recording. */
export interface LiveView extends RobotRecorder, Pick<LiveServer, "url" | "viewers" | "skipped"> {}

const events: ReadonlySet<string> = new Set([channels.event.topic, channels.log.topic]);
/** Told on change: whoever comes later wants the last one. */
const latched: ReadonlySet<string> = new Set(
  [channels.guard, channels.limits, channels.diagnostics].map(({ topic }) => topic),
);
/** For recordings alone. */
const unshown: ReadonlySet<string> = new Set([channels.state.topic]);

/** @throws {FoxgloveFault} as `openLiveServer`. */
export const openLiveView = async ({ about, scene, from = 0, ...settings }: LiveOptions): Promise<LiveView> => {
  const server = await openLiveServer({ name: about.features.name, ...settings });
  const told = chronicle(about, scene ?? null);
  const encode = encoder();
  let [turns, messages] = [0, 0];
  const show = (entries: readonly Entry[]): void => {
    for (const { topic, schema, at, value, isLatched } of entries) {
      if (unshown.has(topic)) continue;
      messages += 1;
      server.show({
        topic,
        schema,
        at,
        data: () => encode(schema, value),
        isLatched: isLatched === true || latched.has(topic),
        isEvent: events.has(topic),
      });
    }
  };
  for (const { topic, schema } of Object.values(channels)) if (!unshown.has(topic)) server.announce(topic, schema);
  show(told.opening(from));
  const report = (): RecordReport => ({ turns, messages, bytes: 0, dropped: new Map(), fault: null });
  return {
    url: server.url,
    get viewers() {
      return server.viewers;
    },
    get skipped() {
      return server.skipped;
    },
    turn: (turn) => {
      turns += 1;
      show(told.turn(turn));
    },
    trouble: (trouble) => show(told.trouble(trouble)),
    scene: (state) => show(told.scene(state)),
    note: (at, why) => show(told.event({ at, kind: "note", part: "note", why })),
    report,
    drained: async () => {},
    flush: async () => {},
    close: async () => {
      await server.close();
      return report();
    },
  };
};
