type Placed = { id: string; ticketTypeId: number; position: number };

/** The rules with one of them at another one-based place of its ticket type; the others of the type close up. */
export function movedTo<Rule extends Placed>(rules: readonly Rule[], id: string, place: number): Rule[] {
  const moved = rules.find((rule) => rule.id === id);
  if (!moved) return [...rules];
  const { ticketTypeId, position: from } = moved;
  const placed = rules.map((rule) => {
    const { position } = rule;
    if (rule === moved) return { ...rule, position: place };
    if (rule.ticketTypeId !== ticketTypeId) return rule;
    if (position > from && position <= place) return { ...rule, position: position - 1 };
    return position < from && position >= place ? { ...rule, position: position + 1 } : rule;
  });
  return placed.sort((a, b) => a.ticketTypeId - b.ticketTypeId || a.position - b.position);
}
