/** Tickets one round of firing takes. */
export const mostTickets = 500;
/** Tickets, and deliveries, one call to the server is about. */
export const firedAtOnce = 10;
export const checkedAtOnce = 50;
export const followedAtOnce = 50;

export type Chosen = { id: number; displayId: string; typeId: number };
