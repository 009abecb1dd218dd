"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

type LiveProps = { topic: "bin" | "delivery" | "ticket" | "deliveries"; id?: string; onChange?: () => void };

/**
 * Keeps a page current without reload: refreshes it (or calls `onChange`) whenever what it shows has changed.
 * The browser reconnects by itself; every reconnection looks once, since something may have been missed.
 */
export function Live({ topic, id = "all", onChange }: LiveProps) {
  const router = useRouter();
  useEffect(() => {
    const source = new EventSource(`/live/${topic}/${encodeURIComponent(id)}`);
    let isFirst = true;
    const look = () => (onChange ? onChange() : router.refresh());
    source.addEventListener("change", look);
    source.addEventListener("hello", () => {
      if (!isFirst) look();
      isFirst = false;
    });
    return () => source.close();
  }, [topic, id, onChange, router]);
  return null;
}
