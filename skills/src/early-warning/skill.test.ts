import { keepsPromises } from "@sakiyomi/core/testing";
import { earlyWarning } from "./skill.ts";

keepsPromises(earlyWarning);
