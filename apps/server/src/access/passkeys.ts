import { accept, type Instant, MINUTE, type Read, refuse } from "@sakiyomi/core";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Account, Passkey } from "./account.ts";
import type { Accounts } from "./accounts.ts";

/** Where the page is: a passkey made for one name works under no other. */
export interface Party {
  /** The host without its port. */
  readonly id: string;
  readonly origin: string;
}

/** How long somebody may look for the finger. */
const challengeMs = 5 * MINUTE;
const mostChallenges = 1000;
const title = "Sakiyomi";

/** Challenges wait in memory, each for one visitor, and count once. */
export class Passkeys {
  readonly #accounts: Accounts;
  readonly #waiting = new Map<string, { readonly challenge: string; readonly until: Instant }>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  async registrationOptions(account: Account, party: Party, visitor: string, now: Instant) {
    const options = await generateRegistrationOptions({
      rpName: title,
      rpID: party.id,
      userName: account.name,
      userID: new TextEncoder().encode(account.id),
      attestationType: "none",
      excludeCredentials: account.passkeys.map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    this.#wait(visitor, options.challenge, now);
    return options;
  }

  async register(
    account: Account,
    answer: RegistrationResponseJSON,
    label: string,
    party: Party,
    visitor: string,
    now: Instant,
  ): Promise<Read<Account>> {
    const challenge = this.#take(visitor, now);
    const checked = await attempt(() =>
      verifyRegistrationResponse({
        response: answer,
        expectedChallenge: challenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
      }),
    );
    if (!checked?.verified) return wrong;
    const { id, publicKey, counter } = checked.registrationInfo.credential;
    const key: Passkey = { id, publicKey: Buffer.from(publicKey).toString("base64url"), counter, label, madeAt: now };
    return this.#accounts.setPasskeys(account.id, [...account.passkeys, key], `staff:${account.id}`, now);
  }

  /** Nobody is named: the authenticator knows whose key it is. */
  async signInOptions(party: Party, visitor: string, now: Instant) {
    const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: "required" });
    this.#wait(visitor, options.challenge, now);
    return options;
  }

  async signIn(
    answer: AuthenticationResponseJSON,
    party: Party,
    visitor: string,
    now: Instant,
  ): Promise<Read<Account>> {
    const challenge = this.#take(visitor, now);
    const account = this.#accounts.byPasskey(answer.id);
    const key = account?.passkeys.find(({ id }) => id === answer.id);
    if (!account || !key) return wrong;
    const checked = await attempt(() =>
      verifyAuthenticationResponse({
        response: answer,
        expectedChallenge: challenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        credential: {
          id: key.id,
          publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")),
          counter: key.counter,
        },
      }),
    );
    if (!checked?.verified) return wrong;
    const used = { ...key, counter: checked.authenticationInfo.newCounter };
    if (used.counter === key.counter) return accept(account);
    const keys = account.passkeys.map((other) => (other.id === key.id ? used : other));
    return this.#accounts.setPasskeys(account.id, keys, `staff:${account.id}`, now);
  }

  #wait(visitor: string, challenge: string, now: Instant): void {
    this.#waiting.delete(visitor);
    this.#waiting.set(visitor, { challenge, until: now + challengeMs });
    const oldest = this.#waiting.size > mostChallenges ? this.#waiting.keys().next().value : undefined;
    if (oldest !== undefined) this.#waiting.delete(oldest);
  }

  /** The challenge, once; an empty one, which nothing answers, when there is none. */
  #take(visitor: string, now: Instant): string {
    const waiting = this.#waiting.get(visitor);
    this.#waiting.delete(visitor);
    return waiting && now < waiting.until ? waiting.challenge : "none was asked";
  }
}

const wrong = refuse(
  "ACCESS_PASSKEY",
  "passkey",
  "an answer that does not verify",
  "the answer of a registered passkey",
);

/** The library throws on every answer that does not fit; for us that is an expected refusal. */
async function attempt<T>(check: () => Promise<T>): Promise<T | null> {
  try {
    return await check();
  } catch {
    return null;
  }
}
