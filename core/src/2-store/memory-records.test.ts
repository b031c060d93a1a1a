import { behavesLikeRecords } from "../testing/behaves-like-records.ts";
import { memoryRecords } from "./memory-records.ts";

behavesLikeRecords("records in memory", async () => memoryRecords());
