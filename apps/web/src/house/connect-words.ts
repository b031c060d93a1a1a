/** What a maker types to see the first value arrive; docs/guide/connect-your-device.md explains each line. */
export interface Connection {
  readonly origin: string;
  readonly host: string;
  readonly device: string;
  readonly token: string;
  /** ISO 8601 with its zone. */
  readonly at: string;
}

export const curlLines = ({ origin, token, at }: Connection): string =>
  `curl ${origin}/api/signals \\
  -H 'authorization: Bearer ${token}' \\
  -H 'content-type: application/json' \\
  -d '{"kind":"heart-rate","value":72,"unit":"/min","at":"${at}"}'`;

export const mqttLines = ({ host, device, token, at }: Connection): string =>
  `mosquitto_pub -h ${host} -p 1883 -q 1 -u ${device} -P '${token}' \\
  -t sakiyomi/v1/${device}/heart-rate \\
  -m '{"value":72,"unit":"/min","at":"${at}"}'`;

/** A device's id from its name: what a person writes on a sticker, as letters, digits, dots and dashes. */
export const deviceIdOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 64);
