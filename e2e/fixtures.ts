import { randomBytes } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";
import { e2e } from "./environment";

type Fixtures = {
  /** A word of its own for every attempt of a test: what an earlier attempt has left behind is not met again. */
  mark: string;
  /** Fails the test on a console error, a page error, or a request to anywhere but Hookdesk. `allow` expects one. */
  quiet: { allow(pattern: RegExp): void };
  /** The management API as an administrator. */
  api: APIRequestContext;
};

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => use(attentive(page)),
  mark: async ({ browserName: _ }, use, { retry, repeatEachIndex }) =>
    use(`r${retry}${repeatEachIndex}x${randomBytes(3).toString("hex")}`),
  quiet: [
    async ({ context }, use) => {
      const problems: string[] = [];
      const allowed: RegExp[] = [];
      context.on("console", (message) => {
        if (message.type() === "error")
          problems.push(`console: ${message.text()} (${message.location().url} on ${message.page()?.url()})`);
      });
      context.on("weberror", (error) => problems.push(`page error: ${error.error().message}`));
      context.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== e2e.url)
          problems.push(`foreign request: ${request.url()}`);
      });
      await use({ allow: (pattern) => allowed.push(pattern) });
      expect(problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual([]);
    },
    { auto: true },
  ],
  api: async ({ playwright }, use) => {
    const api = await playwright.request.newContext({
      baseURL: `${e2e.url}/api/v1/`,
      extraHTTPHeaders: { authorization: `Bearer ${e2e.apiKey}` },
    });
    await use(api);
    await api.dispose();
  },
});

export { expect };

/** Makes `goto` and `reload` of a page wait until React listens to all of it: what is pressed before that is lost. */
export function attentive(page: Page): Page {
  const { goto, reload } = page;
  const listens = () =>
    expect(async () => {
      const deaf = await page.evaluate(() =>
        [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")]
          .filter((control) => !control.closest(".monaco-editor"))
          .filter((control) => !Object.keys(control).some((key) => key.startsWith("__reactFiber$")))
          .map((control) => control.outerHTML.slice(0, 200)),
      );
      expect(deaf, `controls of ${page.url()} that nothing listens to yet`).toEqual([]);
    }).toPass({ timeout: 30_000, intervals: [20, 50, 100, 250] });
  return Object.assign(page, {
    goto: async (...input: Parameters<Page["goto"]>) => {
      const response = await goto.apply(page, input);
      await listens();
      return response;
    },
    reload: async (...input: Parameters<Page["reload"]>) => {
      const response = await reload.apply(page, input);
      await listens();
      return response;
    },
  });
}

/**
 * No accessibility violation on the page (WCAG 2.2 AA). Looks again for a while: in the middle of a live refresh the page
 * has no title, say. base-ui's focus guards are hidden from people.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .exclude("[data-base-ui-focus-guard]")
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
      page.url(),
    ).toEqual([]);
  }).toPass({ timeout: 30_000 });
}

/** The page never scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} scrolls sideways by ${overflow} px`).toBeLessThanOrEqual(0);
}
