import { X509Certificate } from "node:crypto";
import { refuse } from "@sakiyomi/core";
import { open, type Route } from "../http/route.ts";
import { trustPage } from "../trust-page.ts";

/** As it is also printed on the server's own screen. */
export const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

/** How a tablet is made to trust the house's own certificate. Nothing here is secret. */
export const trustRoutes: readonly Route[] = [
  open({
    method: "GET",
    path: "/trust",
    why: "a tablet that does not trust us yet cannot sign in",
    handle: ({ house, request }) =>
      house.authority === null
        ? refuse("HTTP_ROUTE", "path", "/trust", "a server that was started with --lan NAME")
        : trustPage(request.headers.get("accept-language") ?? "", fingerprintOf(house.authority)),
  }),
  open({
    method: "GET",
    path: "/trust/authority.crt",
    why: "a certificate is public",
    handle: ({ house }) =>
      house.authority === null
        ? refuse("HTTP_ROUTE", "path", "/trust/authority.crt", "a server that was started with --lan NAME")
        : new Response(house.authority, {
            headers: {
              "content-type": "application/x-x509-ca-cert",
              "content-disposition": 'attachment; filename="sakiyomi-authority.crt"',
            },
          }),
  }),
];
