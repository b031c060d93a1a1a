/** What goes wrong on the way to a CORBA object: a code, what and where, what to do. */
export class CorbaFault extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(`${message} ${remedy}`, options);
    this.name = "CorbaFault";
    this.code = code;
    this.remedy = remedy;
  }
}
