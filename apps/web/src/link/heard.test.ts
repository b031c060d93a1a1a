import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFeed } from "./heard.ts";
import type { Socket } from "./live.ts";
import { queryClient } from "./queries.ts";

test("with each connection the medicines are asked for again: what was said while nothing was heard is not lost", () => {
  const sockets: Socket[] = [];
  const feed = makeFeed(() => {
    const socket: Socket = { onopen: null, onmessage: null, onclose: null, send: () => {}, close: () => {} };
    sockets.push(socket);
    return socket;
  });
  const key = ["medication", "person", "ann"];
  const fetched = () => queryClient.setQueryData(key, {});
  const isOld = (): boolean => queryClient.getQueryState(key)?.isInvalidated ?? false;
  const say = (): void => sockets.at(-1)?.onmessage?.({ data: '{"type":"beat","at":5}' });
  fetched();
  feed.live.start();
  sockets[0]?.onopen?.();
  assert.equal(isOld(), false);
  say();
  assert.equal(isOld(), true);
  fetched();
  say();
  assert.equal(isOld(), false, "only the first word of a connection");
  feed.live.revive();
  feed.live.stop();
  feed.live.start();
  sockets.at(-1)?.onopen?.();
  say();
  assert.equal(isOld(), true);
  feed.live.stop();
  queryClient.clear();
});

test("an answer that was fetched meanwhile, older or newer, does not get between a board and its patches", () => {
  const socket: Socket = { onopen: null, onmessage: null, onclose: null, send: () => {}, close: () => {} };
  const feed = makeFeed(() => socket);
  const say = (message: object): void => socket.onmessage?.({ data: JSON.stringify(message) });
  const board = (at: number, placeName: string) => ({ at, people: [{ id: "a", placeName, predictions: [] }], due: [] });
  const place = () => queryClient.getQueryData<ReturnType<typeof board>>(["board"])?.people[0]?.placeName;
  feed.live.start();
  socket.onopen?.();
  say({ type: "board", board: board(1, "Z") });
  queryClient.setQueryData(["board"], board(0, "old"));
  assert.equal(place(), "old");
  say({ type: "patch", at: 2, people: [], changes: [], gone: [] });
  assert.equal(place(), "Z");
  feed.live.stop();
  queryClient.clear();
});
