import type { RobotFeatures, Seconds } from "@sakiyomi/robot";
import type { ObjectReference } from "../object-reference.ts";
import type { RobotPortName } from "./robot-ports.ts";

/** Something that went wrong, or is well again, and was handled. */
export interface LinkTrouble {
  readonly code: "link-lost" | "link-back" | "names-lost" | "names-back" | "payload";
  readonly why: string;
}

export interface OpenrtmRobotOptions {
  /** `nameServer(host, port)`. */
  readonly names: ObjectReference;
  /** Its name there: "Robot0.rtc". */
  readonly component: string;
  readonly features: RobotFeatures;
  /** The clock that robot, loop and guard share. */
  readonly now: () => Seconds;
  /** For each answer, and for the robot to be heard from, ms. 500 unless given. */
  readonly timeout?: number;
  /** Address that the robot reaches us by. That of our end of the line to the name server unless given. */
  readonly host?: string;
  readonly port?: number;
  /** Byte order of payloads. Little unless given. */
  readonly isLittle?: boolean;
  /** The component lets a period of its own time pass with each command; then its clock is the one that is shared. */
  readonly isLockstep?: boolean;
  /** Activates the component where it is inactive. True unless given. */
  readonly isActivated?: boolean;
  readonly portNames?: Partial<Readonly<Record<RobotPortName, string>>>;
  /** Before each try to find a lost component again, ms. */
  readonly waits?: readonly number[];
  /** Between looks at the component and the name server, ms. 500 unless given. */
  readonly every?: number;
  readonly onTrouble?: (trouble: LinkTrouble) => void;
}
