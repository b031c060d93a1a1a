/** A refusal of this adapter: a code, what was wrong and where, and what to do about it. */
export class RosbridgeFault extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(`${message} ${remedy}`, options);
    this.name = "RosbridgeFault";
    this.code = code;
    this.remedy = remedy;
  }
}
