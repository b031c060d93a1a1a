/** What every refusal of this library is: a code, what was wrong and where, and what to do about it. */
export class LearnFault extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(`${message} ${remedy}`, options);
    this.name = "LearnFault";
    this.code = code;
    this.remedy = remedy;
  }
}

/** @throws {LearnFault} always. `refuse("shape", "matmul: [3,4] and [5,6] do not fit.", "Transpose one of them.")` */
export const refuse = (code: string, message: string, remedy: string): never => {
  throw new LearnFault(code, message, remedy);
};
