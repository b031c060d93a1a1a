import { RobotFault } from "@sakiyomi/robot";

/** What goes wrong on the way to a CORBA object: a code, what and where, what to do. */
export class CorbaFault extends RobotFault {
  override readonly name = "CorbaFault";
}
