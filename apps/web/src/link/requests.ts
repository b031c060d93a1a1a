import type { Problem } from "./shapes.ts";

/** What the server answered instead of what was asked; `status` 0 where it could not be reached. */
export class Trouble extends Error {
  override readonly name = "Trouble";
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

const unreachable: Problem = { code: "UNREACHABLE", message: "", remedy: "" };
let csrf = "";
/** The session's token, sent with every change. */
export const rememberCsrf = (token: string): void => {
  csrf = token;
};

const isProblem = (body: unknown): body is Problem =>
  typeof body === "object" && body !== null && "code" in body && "message" in body;

async function bodyOf(answer: Response): Promise<unknown> {
  const said = await answer.text();
  if (said === "") return null;
  try {
    return JSON.parse(said);
  } catch {
    return { code: `HTTP_${answer.status}`, message: said.slice(0, 200), remedy: "" };
  }
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(path, { credentials: "same-origin", ...init }).catch(() => null);
  if (answer === null) throw new Trouble(0, unreachable);
  const body = await bodyOf(answer);
  if (answer.ok) return body as T;
  throw new Trouble(
    answer.status,
    isProblem(body) ? body : { code: `HTTP_${answer.status}`, message: answer.statusText, remedy: "" },
  );
}

export const read = <T>(path: string): Promise<T> => request<T>(path, { headers: { accept: "application/json" } });

export const change = <T = unknown>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> =>
  request<T>(path, {
    method,
    headers: { accept: "application/json", "content-type": "application/json", "x-csrf": csrf },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** `at("people", id, "journal")` → `/api/people/<id>/journal`, each part encoded. */
export const at = (...parts: readonly string[]): string => `/api/${parts.map(encodeURIComponent).join("/")}`;
