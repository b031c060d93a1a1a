/** The one-time code in `…/setup?token=x`, `…/setup#token=x`, `…/setup#x` or `…/setup/x`; empty where there is none. */
export function tokenOf(address: string): string {
  const { searchParams, hash, pathname } = new URL(address);
  const named = searchParams.get("token") ?? new URLSearchParams(hash.slice(1)).get("token");
  return named ?? (hash.slice(1) || (/^\/setup\/([^/]+)$/.exec(pathname)?.[1] ?? ""));
}
