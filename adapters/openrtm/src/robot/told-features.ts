import type { RobotFeatures } from "@sakiyomi/robot";
import { componentProfile } from "../components.ts";
import type { ObjectReference } from "../object-reference.ts";
import type { Orb } from "../orb.ts";

/** Property of a component's profile that has them as JSON. */
export const featuresKey = "robot.features";

/** Features that a component of ours tells (`serveRobot`); null: it tells none. */
export const featuresOf = async (orb: Orb, component: ObjectReference): Promise<RobotFeatures | null> => {
  const { properties } = await componentProfile(orb, component);
  const text = properties[featuresKey];
  return typeof text === "string" ? (JSON.parse(text) as RobotFeatures) : null;
};
