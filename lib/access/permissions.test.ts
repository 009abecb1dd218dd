import { expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { allPermissions, may, type Permission, permission, permissions, technicianPermissions } from "./permissions";
import { apiKeyInput, passwordRule, roleInput } from "./role";

const principal = (...granted: Permission[]) => ({
  ...systemActor,
  roleId: "rol_1",
  roleName: "Desk",
  permissions: granted,
});

test("the list is closed and every entry has words for it", () => {
  expect(allPermissions).toEqual(Object.keys(permissions));
  expect(Object.values(permissions).every((label) => /^[A-Z]/.test(label))).toBe(true);
  expect(permission.safeParse("tickets.destroy").success).toBe(false);
});

test("a principal may do what the role lists and nothing else", () => {
  for (const needed of allPermissions) {
    expect(may(principal(needed), needed)).toBe(true);
    expect(may(principal(...allPermissions.filter((other) => other !== needed)), needed)).toBe(false);
  }
  expect(may(principal(), "tickets.read")).toBe(false);
});

test("technicians fire webhooks but see neither their requests nor the access settings", () => {
  const technician = principal(...technicianPermissions);
  expect(may(technician, "webhooks.fire")).toBe(true);
  expect(
    (["webhooks.write", "deliveries.read", "access.write", "audit.read"] as const).some((p) => may(technician, p)),
  ).toBe(false);
});

const messages = (result: { error?: { issues: { message: string }[] } }) =>
  result.error?.issues.map(({ message }) => message);

test("roles and keys need a name, and refuse text that can't be stored", () => {
  expect(messages(roleInput.safeParse({ name: "  ", permissions: [] }))).toEqual(["Enter a name"]);
  expect(messages(roleInput.safeParse({ name: "a\0b", permissions: [] }))).toEqual([
    "Leave out the NUL character (U+0000)",
  ]);
  expect(messages(apiKeyInput.safeParse({ name: "CI", roleId: "" }))).toEqual(["Choose a role"]);
  expect(roleInput.parse({ name: " Night shift ", permissions: ["tickets.read"] })).toEqual({
    name: "Night shift",
    description: "",
    permissions: ["tickets.read"],
  });
});

test("a password has 12 to 200 characters", () => {
  expect(messages(passwordRule.safeParse("short"))).toEqual(["Use at least 12 characters"]);
  expect(messages(passwordRule.safeParse("x".repeat(201)))).toEqual(["Use at most 200 characters"]);
  expect(passwordRule.safeParse("x".repeat(12)).success).toBe(true);
});
