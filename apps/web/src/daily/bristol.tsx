/** The seven shapes of stool (Lewis and Heaton 1997), drawn so that each is told from the next one without its number. */
const shapes: Readonly<Record<number, readonly string[]>> = {
  1: [
    "M6 9a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    "M18 8a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    "M12 16a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    "M26 16a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
  ],
  2: ["M7 12c0-5 4-6 6-4 2-3 5-3 7 0 2-3 6-2 7 0 3-2 7 0 7 4s-4 6-7 4c-1 2-5 3-7 0-2 3-5 3-7 0-2 2-6 1-6-4Z"],
  3: ["M8 8h24a4 4 0 0 1 0 9H8a4 4 0 0 1 0-9Z", "M14 8l2 4m5-4 2 4m5-4 2 4"],
  4: ["M6 14c4-6 10-6 14-2s9 3 13-2c3 2 3 5 1 7-4 4-11 4-16 0-3-3-6-3-8 0-3 1-5 0-4-3Z"],
  5: [
    "M6 11c2-4 8-4 9 0s-8 6-9 0Z",
    "M19 8c3-3 9-1 8 3s-10 2-8-3Z",
    "M13 18c3-3 9-2 9 1s-11 3-9-1Z",
    "M27 16c3-2 8 0 6 3s-9 0-6-3Z",
  ],
  6: [
    "M6 13c1-3 4-1 5-4 2 2 4-2 6 0 2-3 5 0 6-1 3 1 3 3 6 2 2 1 5 2 4 5 1 3-4 2-5 4-3-1-4 2-7 0-2 2-5 1-6-1-3 1-4-1-6 0-3 0-4-3-3-5Z",
  ],
  7: ["M5 17c5-2 7 2 11 0s7 2 11 0 5 1 8 0", "M9 12c4-2 6 2 10 0s7 1 11-1", "M14 7c3-2 6 1 10-1"],
};

export function BristolPicture({ type, size = 40 }: { readonly type: number; readonly size?: number }) {
  return (
    <svg className="bristol-picture" width={size} height={(size * 24) / 40} viewBox="0 0 40 24" aria-hidden="true">
      {(shapes[type] ?? []).map((d) => (
        <path
          key={d}
          d={d}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
export const bristolTypes = [1, 2, 3, 4, 5, 6, 7] as const;
