/** A care robot and its worlds, simulated by the official MuJoCo in WebAssembly. */
export { type BodyClient, bodyClient } from "./body-client.ts";
export { longestFrame, longestSample, ops, regionAt, regionIndex, statuses } from "./body-protocol.ts";
export { type Body, type BodyServer, serveBody } from "./body-server.ts";
export { Camera, type Light, type Picture } from "./camera.ts";
export * from "./fault.ts";
export type { Lag } from "./free-run.ts";
export { worldNamed, worldNames } from "./named-worlds.ts";
export { openPhysics, type Physics } from "./physics.ts";
export { type MujocoSimulation, openSimulation, type SimulationOptions } from "./simulation.ts";
export type { WorkerData } from "./worker.ts";
