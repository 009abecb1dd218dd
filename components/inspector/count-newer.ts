/** How many of the listed requests (newest first) came in after the one with this id; ids grow with time. */
export function countNewer(listed: readonly { id: string }[], known: string | undefined): number {
  const at = listed.findIndex(({ id }) => known !== undefined && id <= known);
  return at < 0 ? listed.length : at;
}
