/** A refusal of this library: a code, what was wrong and where, and what to do about it. */
export class RobotFault extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(`${message} ${remedy}`.trimEnd(), options);
    this.name = "RobotFault";
    this.code = code;
    this.remedy = remedy;
  }
}
