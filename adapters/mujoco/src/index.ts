/** A care robot and its worlds, simulated by the official MuJoCo in WebAssembly. */
export * from "./fault.ts";
export type { Lag } from "./free-run.ts";
export { type MujocoSimulation, openSimulation, type SimulationOptions } from "./simulation.ts";
