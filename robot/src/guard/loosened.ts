import type { JointFeature } from "../contract/features.ts";
import type { Off } from "./mitigations.ts";
import type { GuardSettings } from "./settings.ts";

/** As good as no limit, and still a number that can be computed with. */
const huge = 1e9;

const free = (joint: JointFeature, off: Off): JointFeature => ({
  ...joint,
  ...(off.has("position-limit") ? { lowest: -huge, highest: huge } : {}),
  ...(off.has("speed-limit") ? { speed: huge } : {}),
  ...(off.has("acceleration-limit") ? { acceleration: huge } : {}),
});

/** Settings in which the joints' limits that are switched off are far away; the same settings where none is. */
export const loosened = (settings: GuardSettings, off: Off): GuardSettings =>
  off.has("position-limit") || off.has("speed-limit") || off.has("acceleration-limit")
    ? {
        ...settings,
        features: { ...settings.features, joints: settings.features.joints.map((joint) => free(joint, off)) },
      }
    : settings;
