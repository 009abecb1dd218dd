import { runtime } from "@/app/_server/runtime";
import { deskTasks } from "@/lib/runtime/function-tasks";
import { storedPaths } from "@/lib/runtime/manage-functions";

/** What scripts find on this desk, for the editor: its tasks, and the functions they may call. */
export const loadWorld = async () => ({ tasks: deskTasks, functions: await storedPaths(runtime().stores) });
