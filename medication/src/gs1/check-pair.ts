/** Values of GS1's 82 characters, in their order (General Specifications, figure 7.11-1). */
const values = new Map(
  [...`!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`].map((letter, n) => [
    letter,
    n,
  ]),
);
/** What the pair is written in: no 0, 1, I or O. */
const pairLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const MODULUS = 1021;

const primes: number[] = [];
for (let n = 2; primes.length < 88; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);

/**
 * The check character pair of the Global Model Number (GS1 General Specifications, section 7.9.5): each character times a prime,
 * from the right, modulo 1021. As 1021 is prime and each weight another, every single wrong character and every two that
 * changed places are found, whichever they are.
 * @throws TypeError for a character outside GS1's 82, or more than 88 of them.
 */
export function checkPair(text: string): string {
  let sum = 0;
  for (let n = 0; n < text.length; n++) {
    const value = values.get(text.charAt(text.length - 1 - n));
    const weight = primes[n];
    if (value === undefined || weight === undefined) throw new TypeError(`no check pair of ${JSON.stringify(text)}`);
    sum += value * weight;
  }
  const rest = sum % MODULUS;
  return pairLetters.charAt(rest >> 5) + pairLetters.charAt(rest & 31);
}

export const withCheckPair = (text: string): string => text + checkPair(text);
