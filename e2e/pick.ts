import { expect, type Locator } from "@playwright/test";

/*
 * A popup that moves between the press and the release of the mouse button loses the click: Playwright scrolls the page
 * under it when it tries again. So these look whether the choice took, and choose again when it did not.
 */

/** How long one step may take, and how long all tries together. */
const [step, altogether] = [15_000, 60_000];

type Choice = {
  exact?: boolean;
  /** Typed into the drop-down's own search box first. */
  search?: string;
};

/** Chooses from a drop-down until it shows what was chosen. */
export async function pick(box: Locator, option: string | RegExp, { exact, search }: Choice = {}): Promise<void> {
  const page = box.page();
  await expect(async () => {
    if ((await box.getAttribute("aria-expanded", { timeout: step })) !== "true") await box.click({ timeout: step });
    if (search) await page.getByRole("combobox", { name: /^Search / }).fill(search, { timeout: step });
    await page.getByRole("option", { name: option, exact }).click({ timeout: step });
    await expect(box).toContainText(option, { timeout: step });
  }).toPass({ timeout: altogether });
}

/** Finds a ticket by its number in a ticket search box, which is part of `scope`, and chooses it. */
export async function pickTicket(scope: Locator, displayId: string, label = "Ticket"): Promise<void> {
  const box = scope.getByRole("combobox", { name: label, exact: true });
  await expect(async () => {
    await box.fill(displayId, { timeout: step });
    await scope.getByRole("option").filter({ hasText: displayId }).click({ timeout: step });
    // The number alone is what was typed; its title follows when it was chosen.
    await expect(box).toHaveValue(new RegExp(`^${displayId} .`), { timeout: step });
  }).toPass({ timeout: altogether });
}

/** Opens a menu and chooses an entry, until what the entry does is there to see. */
export async function pickFromMenu(button: Locator, entry: string | RegExp, effect: Locator): Promise<void> {
  const page = button.page();
  const item = page.getByRole("menuitem", { name: entry }).or(page.getByRole("menuitemradio", { name: entry }));
  let tries = 0;
  await expect(async () => {
    // It may only have been slow.
    if (tries++ > 0 && (await effect.isVisible())) return;
    if (!(await item.isVisible())) await button.click({ timeout: step });
    await item.click({ timeout: step });
    await expect(effect).toBeVisible({ timeout: step });
  }).toPass({ timeout: altogether });
}
