import { type MedicationPolicy, medicationPolicy } from "@sakiyomi/medication";

/** Where the simulated home stands. */
export const ZONE = "Asia/Tokyo";
/** What it settled: the defaults. */
export const POLICY: MedicationPolicy = medicationPolicy.parse({});
/** 2026-09-01, 00:00 on its wall, as days since 1970-01-01. */
export const FIRST_DAY = 20_697;
