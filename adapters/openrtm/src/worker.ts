import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { CorbaFault } from "./fault.ts";
import { nameServer, parseName, resolveName } from "./naming.ts";
import { openOrb } from "./orb.ts";
import { openrtmRobot } from "./robot/openrtm-robot.ts";
import { featuresOf } from "./robot/told-features.ts";

/** Plain data for `openRobot`. */
export interface OpenrtmThreadData {
  /** Of the name server. */
  readonly host: string;
  readonly port: number;
  /** "Robot0.rtc" */
  readonly component: string;
  /** Address that the robot reaches us by, where it is not that of our end of the line to the name server. */
  readonly ownHost?: string;
  /** Left out: read from the component, where it is one of ours. */
  readonly features?: RobotFeatures;
}

/**
 * A robot on OpenRTM-aist in a thread of its own: `{ url: import.meta.resolve("@sakiyomi/openrtm/worker"), data }`.
 * Troubles are warnings of the process.
 */
export const openRobot = async (data: unknown): Promise<Robot> => {
  const { host, port, component, features, ownHost } = data as OpenrtmThreadData;
  const names = nameServer(host, port);
  const known = features ?? (await toldFeatures(data as OpenrtmThreadData));
  return openrtmRobot({
    names,
    component,
    features: known,
    now: hostClock().now,
    ...(ownHost === undefined ? {} : { host: ownHost }),
    onTrouble: ({ code, why }) => process.emitWarning(why, { type: "OpenrtmTrouble", code }),
  });
};

const toldFeatures = async ({ host, port, component }: OpenrtmThreadData): Promise<RobotFeatures> => {
  const orb = openOrb();
  try {
    const reference = await resolveName(orb, nameServer(host, port), parseName(component));
    const features = await featuresOf(orb, reference);
    if (features) return features;
  } finally {
    orb.close();
  }
  throw new CorbaFault("features", `${component} does not tell what it is.`, "Give its features as JSON.");
};
