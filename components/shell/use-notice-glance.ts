import { useCallback, useEffect, useState } from "react";
import type { NoticeGlance } from "@/lib/notices/glance";

const everyMs = 20_000;

/**
 * How many notices a person has not seen, asked for now and then while the page is looked at. What the server drew last counts
 * until then. `look` asks at once.
 */
export function useNoticeGlance(drawn: number) {
  const [unseen, setUnseen] = useState(drawn);
  const [items, setItems] = useState<NoticeGlance["items"] | "failed">();
  const [lastDrawn, setLastDrawn] = useState(drawn);
  if (lastDrawn !== drawn) {
    setLastDrawn(drawn);
    setUnseen(drawn);
  }

  const look = useCallback(async (): Promise<boolean> => {
    const response = await fetch("/live/notices").catch(() => undefined);
    if (!response?.ok) {
      setItems((known) => known ?? "failed");
      // Signed out, say: asking again would not help. Without an answer it may.
      return response === undefined || response.status >= 500;
    }
    const glance = (await response.json()) as NoticeGlance;
    setUnseen(glance.unseen);
    setItems(glance.items);
    return true;
  }, []);

  useEffect(() => {
    let isOn = true;
    const ask = async () => {
      if (isOn && document.visibilityState === "visible") isOn = await look();
    };
    const timer = setInterval(ask, everyMs);
    document.addEventListener("visibilitychange", ask);
    return () => {
      isOn = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [look]);

  return { unseen, items, look, seen: () => setUnseen(0) };
}
