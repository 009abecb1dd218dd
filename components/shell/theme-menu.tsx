"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadio, MenuTrigger } from "@/components/ui/menu";

const themes = [
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
  { value: "system", label: "System", icon: <Monitor aria-hidden /> },
] as const;

export function ThemeMenu() {
  const { theme = "system", setTheme } = useTheme();
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button variant="ghost" size="icon" aria-label="Theme" />}>
        <Sun aria-hidden className="dark:hidden" />
        <Moon aria-hidden className="hidden dark:block" />
      </MenuTrigger>
      <MenuContent>
        <MenuRadio label="Theme" value={theme} onValueChange={setTheme} options={themes} />
      </MenuContent>
    </Menu>
  );
}
