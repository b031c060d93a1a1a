import type { RobotFeatures } from "../contract/features.ts";
import type { ThreadModule } from "../host/run.ts";
import type { TeleopSettings } from "./mapping.ts";

/** A person decides, in the policy's thread: what is told to the run is a `TeleopInput`. */
export const teleopThread = (features: RobotFeatures, settings: Partial<TeleopSettings> = {}): ThreadModule => ({
  url: new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url).href,
  data: { features, settings },
});
