/** FNV-1a of 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/: the end of an id, which time and place make unique. */
export function hashOf(words: string): string {
  let hash = 0x811c9dc5;
  for (const char of words) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}
