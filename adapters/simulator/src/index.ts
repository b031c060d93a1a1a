export type { Simulated } from "./delivery.ts";
export type { Name } from "./names.ts";
export { type Device, type PersonOptions, type SimulatedPerson, simulatedPerson, type VoidTruth } from "./person.ts";
export { type Profile, profileOf, type SensorProfile } from "./profile.ts";
export type { Scene, Worn } from "./script.ts";
export { type Resident, type SimulatedWard, type Swap, simulatedWard, type WardOptions } from "./ward.ts";
export { type WaveName, waveNames } from "./waves.ts";
