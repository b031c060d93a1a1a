/** What a maker types to see the first value arrive; docs/guide/connect-your-device.md has the rest. */
export interface Connection {
  readonly origin: string;
  readonly host: string;
  readonly device: string;
  readonly token: string;
}

/** The time is made when the line is run, not when it was copied. */
export const curlLines = ({ origin, token }: Connection): string =>
  `curl ${origin}/api/signals \\
  -H "Authorization: Bearer ${token}" \\
  -H "Content-Type: application/json" \\
  -d "{\\"kind\\":\\"pulse-rate\\",\\"value\\":72,\\"unit\\":\\"/min\\",\\"at\\":\\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\\"}"`;

/** With https the broker speaks TLS on 8883, and the house's own authority (from /trust) has to be named. */
const broker = ({ origin, host }: Connection): string =>
  origin.startsWith("https:") ? `-h ${host} -p 8883 --cafile authority.crt` : `-h ${host} -p 1883`;

/** A bare value counts as measured now, in the unit of its kind (adapters/mqtt/src/topics.ts). */
export const mqttLines = (connection: Connection): string =>
  `mosquitto_pub ${broker(connection)} -q 1 \\
  -u ${connection.device} -P "${connection.token}" \\
  -t sakiyomi/v1/${connection.device}/pulse-rate -m 72`;

/** A device's id from its name: what a person writes on a sticker, as letters, digits, dots and dashes. */
export const deviceIdOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 64);
