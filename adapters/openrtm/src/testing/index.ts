/** Real CORBA peers for tests and benches: omniORB's name server, and C++ components of our own. */

export { bodyFeatures, bodyLine, type ServedBody, startBody } from "./body.ts";
export { nameService } from "./name-service.ts";
export * from "./peer-program.ts";
export { openRig, type Rig, robotPeer } from "./rig.ts";
