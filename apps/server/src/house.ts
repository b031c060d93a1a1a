import type { Logger } from "pino";
import type { Access } from "./access/access.ts";
import type { AllWords } from "./api.ts";
import type { Intake } from "./intake.ts";
import type { MedicationDesk } from "./medication/desk.ts";
import type { NurseCall } from "./nurse-call/nurse-call.ts";
import type { Push } from "./push/push.ts";
import type { RobotDesk } from "./robots/desk.ts";
import type { Ward } from "./ward/port.ts";

/** Everything that a handler may need, made once at the start. */
export interface House {
  readonly ward: Ward;
  readonly access: Access;
  readonly intake: Intake;
  readonly words: AllWords;
  readonly push: Push;
  readonly nurseCall: NurseCall;
  readonly medication: MedicationDesk;
  /** Robots with a page here. */
  readonly robots: readonly RobotDesk[];
  readonly version: string;
  readonly log: Logger;
  /** Host names under which the server may be asked, without a port. */
  readonly hosts: readonly string[];
  /** The page is reached through TLS: cookies are Secure, HSTS is sent. */
  readonly tls: boolean;
  /** PEM of the local certificate authority, to be trusted by the house's tablets. */
  readonly authority: string | null;
  /** Where the built page lies; null: only the API. */
  readonly webDir: string | null;
}
