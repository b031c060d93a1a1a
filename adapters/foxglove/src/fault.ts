import { RobotFault } from "@sakiyomi/robot";

/** A refusal of this adapter: a code, what was wrong and where, and what to do about it. */
export class FoxgloveFault extends RobotFault {
  override readonly name = "FoxgloveFault";
}
