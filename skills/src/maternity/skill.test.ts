import { keepsPromises } from "@sakiyomi/core/testing";
import { maternity } from "./skill.ts";

keepsPromises(maternity);
