import { type DestinationStream, type Logger, pino } from "pino";

/** Whatever a line carries under these names is not written: secrets, and what people said or measured. */
const secretNames = [
  "password",
  "pin",
  "badge",
  "token",
  "secret",
  "authorization",
  "cookie",
  "csrf",
  "p256dh",
  "auth",
  "name",
  "personName",
  "value",
  "body",
];
const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** One JSON object a line. */
export const openLog = (level = "info", out?: DestinationStream): Logger =>
  pino(
    { level, redact: { paths: [...paths, 'headers["x-csrf"]'], censor: "[redacted]" }, base: null },
    out ?? pino.destination(2),
  );
