import { useSyncExternalStore } from "react";
import { openEngine, wantedDevice } from "./engine.ts";
import { FreeEnergyThinking } from "./free-energy.ts";
import { type Scene, Thinking } from "./thinking.ts";

/** One of each a tab: a model goes on thinking while another page is looked at. */
export const thinking = new Thinking(() => openEngine(wantedDevice()));
export const freeEnergy = new FreeEnergyThinking(() => openEngine(wantedDevice()));

export const useThinking = (): Scene => useSyncExternalStore(thinking.subscribe, thinking.scene);
export const useFreeEnergy = () => useSyncExternalStore(freeEnergy.subscribe, freeEnergy.scene);
