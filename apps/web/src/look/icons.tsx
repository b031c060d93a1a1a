import type { PersonState } from "../board/order.ts";

/** Drawn on a 24-unit grid with one stroke, so that all look as one hand made them. */
const paths = {
  board: "M4 5h16M4 12h16M4 19h16M9 5v14",
  due: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  handover: "M4 8h13m-4-4 4 4-4 4M20 16H7m4-4-4 4 4 4",
  places: "M4 20V9l8-5 8 5v11M9 20v-6h6v6",
  skills: "M3 15c3 0 3-6 6-6s3 6 6 6 3-6 6-6M4 20h16",
  devices: "M7 3h10v18H7zM10 17h4",
  staff: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4 3.5-7 8-7s8 3 8 7",
  policy: "M4 20h5v-5h5v-5h6V4",
  audit: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4",
  admit: "M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM3 21c0-4 3-7 7-7M17 14v7m-3.5-3.5h7",
  settings: "M4 7h10m4 0h2M4 17h2m4 0h10M16 5v4M8 15v4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  back: "m14 5-7 7 7 7",
  close: "m6 6 12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "m5 13 4 4L19 7",
  sound: "M4 10v4h4l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  muted: "M4 10v4h4l5 4V6l-5 4zM16 10l5 5m0-5-5 5",
  live: "M3 12h4l2-6 4 12 3-8 1 2h4",
  lost: "M3 12h4m10 0h4M9 8l6 8m0-8-6 8",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  bed: "M3 18v-7h18v7M3 14h18M6 11V8h5v3M3 21v-3m18 3v-3",
  earlier: "m14 6-6 6 6 6",
  later: "m10 6 6 6-6 6",
  zoomIn: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM15 15l6 6M7 10h6M10 7v6",
  zoomOut: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM15 15l6 6M7 10h6",
  toNow: "M5 6l6 6-6 6M18 5v14",
  key: "M8 15a4 4 0 1 1 3.5-6H21v4h-3v3h-3v-3h-3.5A4 4 0 0 1 8 15Z",
  consciousness: "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6Zm9 2.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  oxygen: "M8 4v6c0 4-5 4-5 9 0 2 5 2 6-1l1-6M16 4v6c0 4 5 4 5 9 0 2-5 2-6-1l-1-6M8 4c0-2 8-2 8 0",
  cuff: "M5 6h14v8H5zM12 14v3a3 3 0 0 0 6 0M9 10h6",
  temperature: "M12 4a2 2 0 0 1 2 2v8a4 4 0 1 1-4 0V6a2 2 0 0 1 2-2Zm0 6v7",
  void: "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11Z",
  drink: "M6 4h12l-2 16H8zM7 10h10",
  meal: "M6 3v7a2 2 0 0 0 4 0V3M8 12v9M17 3c-2 1-3 4-3 7h3zm0 7v11",
  note: "M5 19l1-4L16 5l3 3L9 18z M14 7l3 3",
  think: "M4 12a8 8 0 1 1 8 8H6l1.6-2.4A8 8 0 0 1 4 12Zm5-1.5h.01M12 14h.01M15 9.5h.01",
  robot: "M8 8h8v6H8zM12 8V4M10 11h.01M14 11h.01M5 20v-4l3-2m8 0 3 2v4M9 14v6m6-6v6",
  play: "M7 5v14l11-7z",
  rest: "M8 5v14M16 5v14",
  bluetooth: "m7 8 10 8-5 4V4l5 4L7 16",
} as const;

export type IconName = keyof typeof paths;

/** Always beside a word or under an aria-label; the picture alone is for the eyes. */
export function Icon({ name, size = 22 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === "more" ? 3 : 1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const shapes: Readonly<Record<PersonState, { readonly outline: string; readonly mark: string }>> = {
  high: { outline: "M12 2.5 22.5 21h-21Z", mark: "!!!" },
  medium: { outline: "M12 2.5 22.5 21h-21Z", mark: "!!" },
  low: { outline: "M12 2.5 22.5 21h-21Z", mark: "!" },
  taken: { outline: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z", mark: "✓" },
  unknown: { outline: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z", mark: "?" },
  calm: { outline: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z", mark: "–" },
};

/** The state of a person or alert as a picture: the number of marks tells the level even without colour (IEC 60601-1-8). */
export function StatePicture({ state, size = 34 }: { readonly state: PersonState; readonly size?: number }) {
  const { outline, mark } = shapes[state];
  const triangle = mark.startsWith("!");
  return (
    <svg className="state-picture" data-state={state} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={outline} strokeLinejoin="round" />
      <text x="12" y={triangle ? 19 : 16.2} textAnchor="middle" fontSize={triangle ? 10.5 : 12}>
        {mark}
      </text>
    </svg>
  );
}
