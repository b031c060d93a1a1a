import { pickAndPlace } from "./pick-and-place.ts";
import type { Task } from "./task.ts";

/** All tasks that there are, simplest first. */
export const tasks: readonly Task[] = [pickAndPlace];

/** null: there is none of that name. */
export const taskNamed = (id: string): Task | null => tasks.find((task) => task.id === id) ?? null;
