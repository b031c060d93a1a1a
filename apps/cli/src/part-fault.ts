import { Fault } from "@sakiyomi/core";

/** By the name of a part's faults, how its codes begin. Each says itself what to do. */
const parts: Readonly<Record<string, string>> = {
  LearnFault: "LEARN",
  RobotFault: "ROBOT",
  FoxgloveFault: "FOXGLOVE",
  MujocoFault: "MUJOCO",
  CorbaFault: "CORBA",
  RosFault: "ROS",
  RosbridgeFault: "ROSBRIDGE",
};

/** What was named in the command is wrong, whatever the machine is like. */
const ofUse: readonly string[] = ["world", "token"];

/** What a part of the program says it cannot do; null: it is something else, a defect. */
export const partFault = (error: unknown): { readonly words: string; readonly isUse: boolean } | null => {
  if (!(error instanceof Error && "code" in error)) return null;
  const code = String(error.code);
  const part = parts[error.name];
  if (part !== undefined)
    return {
      words: `${part}_${code.replaceAll("-", "_").toUpperCase()}: ${error.message}`,
      isUse: ofUse.includes(code),
    };
  return "syscall" in error && error.syscall === "listen"
    ? { words: new Fault("CLI_PORT", `${error.message}.`).message, isUse: false }
    : null;
};
