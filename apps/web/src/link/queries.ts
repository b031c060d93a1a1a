import { QueryClient, useQuery } from "@tanstack/react-query";
import { at, read, rememberCsrf, Trouble } from "./requests.ts";
import type {
  AllWords,
  Board,
  DeviceView,
  JournalLine,
  PersonView,
  PlaceView,
  Role,
  Session,
  SkillView,
} from "./shapes.ts";

const hopeless = (error: unknown) => error instanceof Trouble && error.status >= 400 && error.status < 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (tries, error) => !hopeless(error) && tries < 3,
      // Every look at a person is written into the journal; coming back to a window is no new look.
      refetchOnWindowFocus: false,
    },
  },
});

/** Without a network a phone that took its round along goes on with it; without a round it says that there is no server. */
async function fromPhone(error: unknown): Promise<Session> {
  if (!(error instanceof Trouble) || error.status !== 0) throw error;
  const { keptSession } = await import("../round/kept/sessions.ts");
  const kept = await keptSession().catch(() => null);
  if (kept === null) throw error;
  return kept;
}

async function readSession(): Promise<Session> {
  const session = await read<Session>("/api/session").catch(fromPhone);
  rememberCsrf(session.csrf);
  return session;
}

export const useSession = () =>
  useQuery({
    queryKey: ["session"],
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
  });
export const useAllWords = () =>
  useQuery({ queryKey: ["words"], queryFn: () => read<AllWords>("/api/words"), staleTime: Number.POSITIVE_INFINITY });

/** Administrators and auditors see nobody's signals (apps/server/src/access/roles.ts); not even asking keeps their journal clean. */
export const boardRoles = [
  "carer",
  "nurse",
  "doctor",
  "pharmacist",
  "teacher",
  "family",
] as const satisfies readonly Role[];
export const useMaySeeBoard = (): boolean => {
  const held = useSession().data?.staff?.roles ?? [];
  return boardRoles.some((role) => held.includes(role));
};
export const useBoardQuery = () =>
  useQuery({
    queryKey: ["board"],
    queryFn: () => read<Board>("/api/board"),
    staleTime: 60_000,
    enabled: useMaySeeBoard(),
  });
export const usePlaces = () =>
  useQuery({ queryKey: ["places"], queryFn: () => read<readonly PlaceView[]>("/api/places") });
export const useSkills = () =>
  useQuery({ queryKey: ["skills"], queryFn: () => read<readonly SkillView[]>("/api/skills") });
export const useSkill = (id: string) =>
  useQuery({ queryKey: ["skills", id], queryFn: () => read<SkillView>(at("skills", id)) });
export const useDevices = (enabled = true) =>
  useQuery({ queryKey: ["devices"], queryFn: () => read<readonly DeviceView[]>("/api/devices"), enabled });
export const usePerson = (id: string) =>
  useQuery({
    queryKey: ["person", id],
    queryFn: () => read<PersonView>(at("people", id)),
    staleTime: Number.POSITIVE_INFINITY,
  });
export const useJournal = (id: string) =>
  useQuery({
    queryKey: ["journal", id],
    queryFn: () => read<readonly JournalLine[]>(at("people", id, "journal")),
    staleTime: 0,
  });
/** One look at a person's data (apps/server/src/journal-lines.ts, LookView). */
export interface Look {
  readonly at: number;
  readonly name: string;
  readonly roles: string;
  readonly what: string;
  readonly reason: string | null;
}
export const useLooks = (id: string) =>
  useQuery({ queryKey: ["looks", id], queryFn: () => read<readonly Look[]>(at("people", id, "looks")), staleTime: 0 });

/** As apps/server/src/access/account.ts answers it. */
export interface StaffView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly active?: boolean;
  readonly hasPin?: boolean;
}
export const useStaff = () =>
  useQuery({ queryKey: ["staff"], queryFn: () => read<readonly StaffView[]>("/api/staff") });
