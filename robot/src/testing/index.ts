export { seenAt, twoArms } from "./two-arms.ts";
