import { navigation } from "@/components/shell/navigation";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

const entries = navigation.flatMap((group) => group.entries);

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1280, 390]) {
    test(`every navigation entry opens, accessible, ${scheme} at ${width} px`, async ({ page }) => {
      test.setTimeout(240_000);
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      for (const { href, label } of entries) {
        await page.goto(href);
        await expect(page.getByRole("heading", { level: 1 }), label).toBeVisible();
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
    });
  }
}

test("the command palette finds tickets, webhooks and pages by keyboard", async ({ page }) => {
  await page.goto("/tickets");
  await page.keyboard.press("Control+K");
  const palette = page.getByRole("dialog");
  await palette.getByRole("combobox").fill("IN164");
  await expect(palette.getByRole("option", { name: /IN164/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/tickets\/IN164$/);
});
