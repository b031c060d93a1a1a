import type { screening } from "@sakiyomi/skills";

/** Small pictures of what a statement is about: lines in a square of 24. */
export const pictures: Readonly<Record<screening.About, readonly string[]>> = {
  pressure: [
    "M3 8a4 4 0 0 1 4-4h4v9H7a4 4 0 0 1-4-4z",
    "M11 6h3a4 4 0 0 1 4 4v3",
    "M18 13a4 4 0 1 0 .1 0",
    "M18 15v2l1.4 1",
  ],
  "body-temperature": ["M10 14V5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0z", "M12 9v8", "M16 6h3M16 9h2"],
  "pulse-rate": ["M12 20S4 15 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5C20 15 12 20 12 20z", "M6 12h3l1.5-3 2.5 5 1.5-2H18"],
  "respiration-rate": [
    "M12 4v8",
    "M12 12c-1-3-3-4-5-3-3 2-4 6-4 9 0 2 2 2 4 1.500 3-.8 5-2 5-5z",
    "M12 12c1-3 3-4 5-3 3 2 4 6 4 9 0 2-2 2-4 1.5-3-.8-5-2-5-5z",
  ],
  spo2: ["M12 3s6 7 6 11a6 6 0 0 1-12 0c0-4 6-11 6-11z", "M9.500 14.500a2.500 2.500 0 0 0 2.500 2.500"],
  weight: ["M5 8h14l2 12H3z", "M8 8a4 4 0 0 1 8 0", "M12 8l2-2"],
  ecg: ["M2 12h5l2-7 4 14 3-9 1.500 2H22"],
  braden: ["M3 17h18", "M5 17v-4h12a3 3 0 0 1 3 3v1", "M8 10a2 2 0 1 0 .1 0", "M4 20h2M18 20h2"],
  must: ["M4 12h16a8 8 0 0 1-16 0z", "M9 8c-1-1 1-2 0-3.500M13 8c-1-1 1-2 0-3.500"],
  morse: ["M14 4a1.800 1.800 0 1 0 .1 0", "M13 8l-5 4 4 3-3 6", "M13 8l4 3 3-1", "M4 20h16"],
  laboratory: [
    "M9 3h6",
    "M10 3v7l-5 9a1.500 1.500 0 0 0 1.400 2h11.200a1.500 1.500 0 0 0 1.400-2l-5-9V3",
    "M7.500 15h9",
  ],
};
