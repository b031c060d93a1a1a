// tsyringe, below @peculiar/x509, refuses to load without it.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { DAY, type Instant } from "@sakiyomi/core";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** The house's own authority is trusted once on each tablet; ten years outlive the tablets. */
const authorityDays = 3650;
/** Apple refuses server certificates of more than 398 days (support.apple.com/102028); shorter is renewed at a start. */
const leafDays = 90;
const renewBeforeDays = 30;

export interface Tls {
  /** PEM: the server's certificate and the authority's. */
  readonly cert: string;
  readonly key: string;
  /** PEM: to be trusted by the tablets. */
  readonly authority: string;
  readonly names: readonly string[];
  readonly until: Instant;
}

interface Pair {
  readonly cert: X509Certificate;
  readonly certPem: string;
  readonly keyPem: string;
}

/** A certificate for the names and addresses, signed by the house's own authority; both are kept in `folder`. */
export async function openTls(folder: string, names: readonly string[], now: Instant): Promise<Tls> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = (await readPair(folder, "authority")) ?? (await keep(folder, "authority", await newAuthority(now)));
  const kept = await readPair(folder, "server");
  const fits =
    kept !== null &&
    isGood(kept.cert, authority.cert, names, now) &&
    (await kept.cert.verify({ publicKey: authority.cert.publicKey, date: new Date(now) }));
  const leaf = fits ? kept : await keep(folder, "server", await newLeaf(authority, names, now));
  return {
    cert: `${leaf.certPem}\n${authority.certPem}\n`,
    key: leaf.keyPem,
    authority: authority.certPem,
    names,
    until: leaf.cert.notAfter.getTime(),
  };
}

function isGood(leaf: X509Certificate, authority: X509Certificate, names: readonly string[], now: Instant): boolean {
  const known = leaf.getExtension(SubjectAlternativeNameExtension)?.names.items.map(({ value }) => value) ?? [];
  const isFresh = leaf.notAfter.getTime() - now > renewBeforeDays * DAY && leaf.notBefore.getTime() <= now;
  return isFresh && leaf.issuer === authority.subject && names.every((name) => known.includes(name));
}

const span = (now: Instant, days: number) => ({ notBefore: new Date(now - DAY), notAfter: new Date(now + days * DAY) });
const serial = () =>
  Buffer.from(webcrypto.getRandomValues(new Uint8Array(15)))
    .toString("hex")
    .replace(/^/, "01");

async function newAuthority(now: Instant): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Sakiyomi house authority ${serial().slice(-6)}`,
    ...span(now, authorityDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert, certPem: cert.toString("pem"), keyPem: await pemOf(keys.privateKey) };
}

async function newLeaf(authority: Pair, names: readonly string[], now: Instant): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const signingKey = await keyOf(authority.keyPem);
  const cert = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: [names[0] ?? "localhost"] }],
    issuer: authority.cert.subject,
    ...span(now, leafDays),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? "ip" : "dns", value }))),
      await AuthorityKeyIdentifierExtension.create(authority.cert.publicKey),
    ],
  });
  return { cert, certPem: cert.toString("pem"), keyPem: await pemOf(keys.privateKey) };
}

const pemOf = async (key: webcrypto.CryptoKey) =>
  PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");

const keyOf = (pem: string) =>
  webcrypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(pem), algorithm, false, ["sign"]);

/** The key is written first, so that a certificate on disk always has one; readable by the owner only. */
async function keep(folder: string, name: string, pair: Pair): Promise<Pair> {
  for (const [end, content] of [
    ["key.pem", pair.keyPem],
    ["crt.pem", pair.certPem],
  ] as const) {
    const path = join(folder, `${name}.${end}`);
    await writeFile(`${path}.new`, content, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  }
  return pair;
}

async function readPair(folder: string, name: string): Promise<Pair | null> {
  try {
    const keyPem = await readFile(join(folder, `${name}.key.pem`), "utf8");
    const certPem = await readFile(join(folder, `${name}.crt.pem`), "utf8");
    return { cert: new X509Certificate(certPem), certPem, keyPem };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
