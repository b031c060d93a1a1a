import { keepsPromises } from "@sakiyomi/core/testing";
import { toiletTiming } from "./skill.ts";

keepsPromises(toiletTiming);
