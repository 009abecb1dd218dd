import { type UpdateSource, updateSources } from "@/lib/desk/events";

/** Whether a text names who can update a ticket, one web method included. */
export const isSource = (text: string): text is UpdateSource =>
  Object.hasOwn(updateSources, text) || /^webmethod:./.test(text);
