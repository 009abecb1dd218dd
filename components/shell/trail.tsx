"use client";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";

export type Crumb = { label: string; href?: string };
type TrailState = { trail: readonly Crumb[]; setTrail: (trail: readonly Crumb[]) => void };

const noTrail: readonly Crumb[] = [];
const TrailContext = createContext<TrailState>({ trail: noTrail, setTrail: () => undefined });

/** Carries what only the page knows (the name of a record) up to the breadcrumbs. */
export function TrailProvider({ children }: { children: ReactNode }) {
  const [trail, setTrail] = useState(noTrail);
  const state = useMemo(() => ({ trail, setTrail }), [trail]);
  return <TrailContext value={state}>{children}</TrailContext>;
}

export const useTrail = () => use(TrailContext).trail;

/** Draws nothing; sets the crumbs after the navigation entry while it is on the page. */
export function Trail({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { setTrail } = use(TrailContext);
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    setTrail(JSON.parse(key) as Crumb[]);
    return () => setTrail(noTrail);
  }, [key, setTrail]);
  return null;
}
