import { RosFault } from "../fault.ts";

/** As much of XML as a URDF needs: elements and attributes. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
}

export const childrenOf = ({ children }: Element, name: string): readonly Element[] =>
  children.filter((child) => child.name === name);

export const childOf = (element: Element, name: string): Element | undefined => childrenOf(element, name)[0];

/** No robot's description nests deeper. */
const deepest = 100;

interface Open extends Element {
  readonly children: Open[];
}

/** Throws `bad-urdf` where tags do not match. Text between tags, comments and declarations are passed over. */
export const readXml = (text: string): Element => {
  const bare = text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<![^>]*>/g, "");
  const top: Open = { name: "", attributes: {}, children: [] };
  const open: Open[] = [top];
  for (const [, closing, name = "", inside = "", empty] of bare.matchAll(/<(\/?)([\w:.-]+)([^<>]*?)(\/?)>/g)) {
    if (closing) close(open, name);
    else begin(open, { name, attributes: attributesOf(inside), children: [] }, empty !== "");
  }
  const [root, ...others] = top.children;
  if (open.length > 1) throw bad(`<${open.at(-1)?.name}> is not closed`);
  if (!root || others.length > 0) throw bad("it has not one root");
  return root;
};

const begin = (open: Open[], element: Open, isEmpty: boolean): void => {
  if (open.length > deepest) throw bad("it is nested too deep");
  open.at(-1)?.children.push(element);
  if (!isEmpty) open.push(element);
};

const close = (open: Open[], name: string): void => {
  if (open.length === 1 || open.pop()?.name !== name) throw bad(`</${name}> closes what is not open`);
};

const attributesOf = (inside: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...inside.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, a, b]) => [
      name,
      unescaped(a ?? b ?? ""),
    ]),
  );

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? "");

const bad = (why: string): RosFault =>
  new RosFault("bad-urdf", `The robot's description is no XML: ${why}.`, "A xacro has to be expanded first.");
