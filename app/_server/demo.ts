import { seedDemo } from "@/db/seed";
import type { Runtime } from "./runtime";

/** Demo data whose webhooks call this instance's inspector. Does nothing where the demo is already there. */
export const fillDemo = ({ stores, config }: Runtime): Promise<boolean> => seedDemo(stores, config);
