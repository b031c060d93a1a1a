import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface BrokenLink {
  readonly page: string;
  readonly link: string;
}

/** Links inside the repository that lead nowhere: a hazard whose test is gone, a guide that was renamed. */
export function brokenLinks(): readonly BrokenLink[] {
  const pages = globSync(["*.md", "docs/**/*.md", "{core,skills,adapters,apps,bench}/**/*.md"], {
    exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
  });
  return pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^(https?:|mailto:|#)/.test(link) && !existsSync(join(dirname(page), link.replace(/#.*/, ""))))
      .map((link) => ({ page, link })),
  );
}
