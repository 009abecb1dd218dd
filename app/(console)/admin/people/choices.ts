import { itemsOf } from "@/lib/desk/desk-lists";
import type { Stores } from "@/lib/runtime/stores";
import type { PersonChoices } from "./schema";

export async function personChoices({ deskLists }: Stores): Promise<PersonChoices> {
  const lists = await deskLists.load();
  return {
    team: itemsOf(lists, "team"),
    organization: itemsOf(lists, "organization"),
    usergroup: itemsOf(lists, "usergroup"),
    language: itemsOf(lists, "language"),
  };
}
