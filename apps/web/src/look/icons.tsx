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
  nursery: "M4 18c0-5 4-8 8-8s8 3 8 8M12 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 18h16M17 4h3l-3 3h3",
  maternity: "M10 6a3 3 0 1 0 0-.01M8 21v-5c-2-3-1-7 2-7 5 0 7 3 7 6s-3 5-5 5v1",
  remote: "M4 5h16v10H4zM8 19h8M12 15v4M7 10h2l1-2 2 4 1-2h4",
  screening: "M6 3h12v18H6zM9 8h6M9 12h3M8 17l2-2 2 2 4-4",
  quality: "M4 20h16M6 17v-5M11 17V7M16 17v-8M18 4l-4 4-3-2-5 4",
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
  stool: "M12 4c2 2 1 3 0 4 4 0 4 4 3 4 4 0 4 4 3 4 3 1 1 4-1 4H7c-3 0-4-3-1-4-2-1-2-4 2-4-2-1-1-4 2-4-1-2 0-3 2-4Z",
  walk: "M13 4.5a1.5 1.5 0 1 0 .01 0M9 21l2-6 3 2v4M7 13l2-4 4-1 2 4 3 1M13 8l-2 7",
  note: "M5 19l1-4L16 5l3 3L9 18z M14 7l3 3",
  think: "M4 12a8 8 0 1 1 8 8H6l1.6-2.4A8 8 0 0 1 4 12Zm5-1.5h.01M12 14h.01M15 9.5h.01",
  robot: "M8 8h8v6H8zM12 8V4M10 11h.01M14 11h.01M5 20v-4l3-2m8 0 3 2v4M9 14v6m6-6v6",
  play: "M7 5v14l11-7z",
  rest: "M8 5v14M16 5v14",
  round: "M9.5 20a4.5 4.5 0 0 1-3.2-7.7l6-6a4.5 4.5 0 0 1 6.4 6.4l-6 6A4.5 4.5 0 0 1 9.5 20ZM9.3 9.3l6.4 6.4",
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 8v8M12 8v8M16 8v8",
  late: "M12 3 22 20H2ZM12 9v5M12 17h.01",
  missed: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM8.5 8.5l7 7m0-7-7 7",
  look: "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6Zm9 2.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  along: "M8 8V6a4 4 0 0 1 8 0v2M5 8h14v12H5zM9 13h6",
  torch: "M8 3h8v4l-2 3v11h-4V10L8 7ZM12 13v2",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  type: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  face: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9 10h.01M15 10h.01M8.5 14.5c2 2 5 2 7 0",
  half: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 3v18M12 8h6M12 12h9M12 16h6",
  hand: "M7 12V6a1.5 1.5 0 0 1 3 0v5V4a1.5 1.5 0 0 1 3 0v7V5a1.5 1.5 0 0 1 3 0v8a6 6 0 0 1-6 7c-3 0-4-2-6-6l-1-2a1.5 1.5 0 0 1 2.600-1.5Z",
  out: "M14 4h5v16h-5M14 12H4m4-4-4 4 4 4",
  asleep: "M20 14a8 8 0 1 1-9-10 7 7 0 0 0 9 10ZM15 4h5l-5 5h5",
  away: "M5 20V4h9v16M14 12h7m-3-3 3 3-3 3M10 12h.01",
  witness:
    "M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 11a3 3 0 1 0 0-6M17 14c3 .5 5 3 5 6",
  unknown: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01",
  bluetooth: "m7 8 10 8-5 4V4l5 4L7 16",
  medicine: "M10.5 20.5a5 5 0 0 1-7-7l7-7a5 5 0 0 1 7 7zM7 10l7 7M16.5 3v4m-2-2h4",
  warning: "M12 3 22 20H2ZM12 9.5v5M12 17h.01",
  question: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  label: "M3 5h18v14H3zM6 9h5v6H6zM14 9h4M14 12h4M14 15h2",
  print: "M7 9V3h10v6M7 18H3V9h18v9h-4M7 14h10v7H7z",
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
