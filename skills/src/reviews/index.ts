export {
  type Finding,
  inQueue,
  isAbout,
  type Priority,
  priorities,
  type ReviewRequest,
  raised,
  requestId,
  requestOf,
  type Targets,
  targetOf,
} from "./rules.ts";
export { usualTargets } from "./settings.ts";
export { reviews } from "./skill.ts";
