import load, { type MainModule } from "@mujoco/mujoco";

export type Mujoco = MainModule;

let loading: Promise<Mujoco> | null = null;

/** MuJoCo, one instance for this thread: it takes 90 ms to load, and worlds share it. */
export const mujoco = (): Promise<Mujoco> => {
  loading ??= load() as Promise<Mujoco>;
  return loading;
};
