export const dynamic="force-dynamic"; export default function P(){ throw new Error("boom"); }
