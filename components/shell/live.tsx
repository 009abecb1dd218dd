"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

type LiveProps = {
  topic:
    | "bin"
    | "delivery"
    | "ticket"
    | "deliveries"
    | "jobs"
    | "webMethod"
    | "function"
    | "notices"
    | "mails"
    | "mail";
  id?: string;
  onChange?: () => void;
};

/**
 * Keeps a page current without reload: refreshes it (or calls `onChange`) whenever what it shows has changed.
 * Every connection, the first and those the browser makes again by itself, looks once: what happened since the page was
 * made, or while nobody listened, would be missed.
 */
export function Live({ topic, id = "all", onChange }: LiveProps) {
  const router = useRouter();
  useEffect(() => {
    const source = new EventSource(`/live/${topic}/${encodeURIComponent(id)}`);
    const look = () => (onChange ? onChange() : router.refresh());
    source.addEventListener("change", look);
    source.addEventListener("hello", look);
    return () => source.close();
  }, [topic, id, onChange, router]);
  return null;
}
