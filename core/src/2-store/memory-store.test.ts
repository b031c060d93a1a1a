import { behavesLikeStore } from "../testing/behaves-like-store.ts";
import { memoryStore } from "./memory-store.ts";

behavesLikeStore("memory store", async () => memoryStore());
