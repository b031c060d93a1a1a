/** The few cookies that we set. Over TLS with the `__Host-` prefix: no other name or path can plant one (RFC 6265bis). */
const names = { session: "session", tablet: "tablet", visitor: "visitor" } as const;
export type CookieName = keyof typeof names;

export interface Cookies {
  get(name: CookieName): string | undefined;
  set(name: CookieName, value: string, maxAgeSeconds: number): void;
  clear(name: CookieName): void;
  /** `Set-Cookie` lines for the answer. */
  readonly lines: readonly string[];
}

const nameOf = (name: CookieName, tls: boolean) => `${tls ? "__Host-" : ""}sakiyomi-${names[name]}`;

export function readCookie(header: string | null | undefined, name: CookieName, tls: boolean): string | undefined {
  const wanted = nameOf(name, tls);
  const pair = (header ?? "").split(";").find((part) => part.trim().startsWith(`${wanted}=`));
  return pair === undefined ? undefined : pair.trim().slice(wanted.length + 1);
}

export function cookiesOf(header: string | null, tls: boolean): Cookies {
  const lines: string[] = [];
  const rights = `Path=/; HttpOnly; SameSite=Strict${tls ? "; Secure" : ""}`;
  return {
    lines,
    get: (name) => readCookie(header, name, tls),
    set: (name, value, maxAge) => void lines.push(`${nameOf(name, tls)}=${value}; Max-Age=${maxAge}; ${rights}`),
    clear: (name) => void lines.push(`${nameOf(name, tls)}=; Max-Age=0; ${rights}`),
  };
}
