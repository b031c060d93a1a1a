const mark = "cannot: ";

/** What a policy notes on its commands when it gives up, with why, in words. */
export const noteOfFailure = (why: string): string => `${mark}${why}`;

/** Why a policy has given up; null: this note is about something else. */
export const failureIn = (note: string): string | null => (note.startsWith(mark) ? note.slice(mark.length) : null);
