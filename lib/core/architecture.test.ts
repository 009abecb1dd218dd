import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { expect, test } from "vitest";

// A layer may import itself, the layers listed, and the packages listed. "*" means any package.
const layers: Record<string, { layers: string[]; packages: string[] }> = {
  "lib/core": { layers: [], packages: ["zod", "uuidv7"] },
  "lib/desk": { layers: ["lib/core"], packages: ["zod"] },
  "lib/template": { layers: ["lib/core"], packages: [] },
  "lib/deluge": { layers: ["lib/core"], packages: ["re2js", "luxon"] },
  "lib/deluge/testing": { layers: ["lib"], packages: ["*"] },
  "lib/wire": {
    layers: ["lib/core"],
    packages: ["zod", "node:crypto", "undici", "js-md4", "saxes", "htmlparser2", "css-select", "domutils"],
  },
  "lib/rules": { layers: ["lib/core", "lib/desk", "lib/template"], packages: ["zod", "re2js"] },
  "lib/notices": { layers: ["lib/core"], packages: ["zod"] },
  "lib/delivery": {
    layers: ["lib/core", "lib/desk", "lib/template", "lib/rules", "lib/wire", "lib/notices"],
    packages: ["zod"],
  },
  "lib/inbound": { layers: ["lib/core", "lib/desk", "lib/template", "lib/rules", "lib/wire"], packages: ["zod"] },
  "lib/automation": {
    layers: ["lib/core", "lib/desk", "lib/rules", "lib/functions"],
    packages: ["zod", "luxon", "croner"],
  },
  "lib/functions": { layers: ["lib/core", "lib/desk", "lib/deluge"], packages: ["zod"] },
  "lib/extensions": { layers: ["lib/core", "lib/wire"], packages: ["zod"] },
  "lib/inspector": { layers: ["lib/core", "lib/wire"], packages: ["zod"] },
  "lib/catalog": { layers: ["lib/core", "lib/desk"], packages: ["zod"] },
  "lib/access": { layers: ["lib/core"], packages: ["zod"] },
  "lib/http": { layers: ["lib/core"], packages: ["undici", "node:"] },
  "lib/runtime": { layers: ["lib"], packages: ["zod", "libxml2-wasm", "node:"] },
  db: { layers: ["lib"], packages: ["drizzle-orm", "better-sqlite3", "pg", "zod", "node:"] },
  components: {
    layers: [
      "core",
      "desk",
      "template",
      "deluge",
      "wire",
      "rules",
      "delivery",
      "notices",
      "automation",
      "functions",
      "inbound",
      "extensions",
      "inspector",
      "catalog",
      "access",
    ].map((name) => `lib/${name}`),
    packages: ["*"],
  },
  "app/_server": { layers: ["lib", "db"], packages: ["*"] },
  app: { layers: ["lib", "components", "app/_server"], packages: ["*"] },
};

const within = (path: string, root: string) => path === root || path.startsWith(`${root}/`);
const layerOf = (path: string) =>
  Object.keys(layers)
    .filter((layer) => within(path, layer))
    .sort((a, b) => b.length - a.length)[0];

const sources = ["app", "components", "db", "lib"]
  .filter((top) => existsSync(top))
  .flatMap((top) => readdirSync(top, { recursive: true, encoding: "utf8" }).map((f) => join(top, f)))
  .filter((f) => /\.tsx?$/.test(f) && !/\.test\.tsx?$/.test(f) && !within(f, "db/contract"));

const specifier =
  /^(?:import|export)\b[^"'`]*?\bfrom\s*["']([^"']+)["']|^import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
const importsOf = (file: string) =>
  [...readFileSync(file, "utf8").matchAll(specifier)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");

function allowed(file: string, specifier: string): boolean {
  const from = layerOf(file) ?? "";
  const rule = layers[from];
  if (!rule) return false;
  const local = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? join(dirname(file), specifier)
      : undefined;
  if (local === undefined) {
    return rule.packages.some(
      (p) => p === "*" || specifier === p || specifier.startsWith(p.endsWith(":") ? p : `${p}/`),
    );
  }
  const to = layerOf(local) ?? "";
  return to === from || rule.layers.some((layer) => within(to, layer));
}

test("imports only point inwards", () => {
  const broken = sources.flatMap((f) =>
    importsOf(f)
      .filter((s) => !allowed(f, s))
      .map((s) => `${f} -> ${s}`),
  );
  expect(broken).toEqual([]);
});

test("every path the documents name exists", () => {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    ...readdirSync("docs/decisions").map((f) => `docs/decisions/${f}`),
  ];
  const named = /`((?:app|bench|components|db|docs|e2e|lib|public|scripts|\.ci)\/[\w./()@[\]-]+)`/g;
  const missing = documents.flatMap((document) =>
    [...readFileSync(document, "utf8").matchAll(named)]
      .map((match) => match[1] ?? "")
      .filter((path) => !existsSync(path))
      .map((path) => `${document}: ${path}`),
  );
  expect(missing).toEqual([]);
});
