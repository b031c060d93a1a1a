import { type Code, Fault } from "@sakiyomi/core";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) that we can say something about. */
const codeOfResult: Readonly<Record<number, Code>> = {
  5: "STORE_LOCKED", // SQLITE_BUSY
  11: "STORE_CORRUPT", // SQLITE_CORRUPT
  13: "STORE_FULL", // SQLITE_FULL
  26: "STORE_CORRUPT", // SQLITE_NOTADB
};
const codeOfErrno: Readonly<Record<string, Code>> = { ENOSPC: "STORE_FULL", EDQUOT: "STORE_FULL" };

/** The result code of an error that SQLite threw; null for any other error. The upper bytes only refine it. */
export const sqliteResult = (error: unknown): number | null =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : null;

/** The coded error for a full disk, a damaged file or a foreign lock; any other error as it is. */
export function faultFrom(error: unknown, file: string): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  const errno = "code" in error && typeof error.code === "string" ? error.code : "";
  const code = codeOfResult[sqliteResult(error) ?? 0] ?? codeOfErrno[errno];
  return code === undefined ? error : new Fault(code, `${file}: ${error.message}.`, { cause: error });
}

/** Runs the work; what goes wrong comes out as a coded error where we have one. */
export function coded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw faultFrom(error, file);
  }
}
