import type { ListKind } from "@/lib/desk/desk-lists";

/** What the demo desk is filled with: plausible, fixed, and with the names and values of the vendor documents where they give some. */
export const demoLists: Partial<Record<ListKind, string[]>> = {
  priority: ["Low", "Medium", "High", "Critical"],
  impact: ["One person", "Team", "Department", "Everybody"],
  category: ["Hardware", "Software", "Network", "Access", "E-mail", "Telephony"],
  department: ["Support", "Sales", "Infrastructure"],
  product: ["Robo-cat Mk 1", "Robo-cat Mk 2", "Office workplace"],
  language: ["English", "Deutsch", "Français"],
  location: ["London", "Leeds", "Remote"],
  workflow: ["Standard fix", "Vendor escalation", "New starter"],
  organization: ["Greendale College", "Initech", "Globex", "Hooli", "Vehement Capital"],
  team: ["1st Level Support", "2nd Level Support", "Field engineers"],
  usergroup: ["Everyone", "VIP", "Interns"],
};

export const demoAgents = [
  { firstName: "Annie", lastName: "Edison", email: "annie.edison@example.com", team: "2nd Level Support" },
  { firstName: "Abed", lastName: "Nadir", email: "abed.nadir@example.com", team: "2nd Level Support" },
  { firstName: "Shirley", lastName: "Bennett", email: "shirley.bennett@example.com", team: "1st Level Support" },
  { firstName: "Troy", lastName: "Barnes", email: "troy.barnes@example.com", team: "Field engineers" },
];

export const demoRequesters = [
  { firstName: "Jeff", lastName: "Winger", email: "jeff.winger@example.com", organization: "Greendale College" },
  { firstName: "Britta", lastName: "Perry", email: "britta.perry@example.com", organization: "Greendale College" },
  { firstName: "Peter", lastName: "Gibbons", email: "peter.gibbons@example.com", organization: "Initech" },
  { firstName: "Milton", lastName: "Waddams", email: "milton.waddams@example.com", organization: "Initech" },
  { firstName: "Hank", lastName: "Scorpio", email: "hank.scorpio@example.com", organization: "Globex" },
  { firstName: "Zoë", lastName: "O’Neill", email: "zoe.oneill@example.com", organization: "Globex" },
  { firstName: "Gavin", lastName: "Belson", email: "gavin.belson@example.com", organization: "Hooli" },
  { firstName: "Monica", lastName: "Hall", email: "monica.hall@example.com", organization: "Vehement Capital" },
];

type DemoTicket = [
  title: string,
  type: string,
  category: string,
  priority: string,
  status: string,
  description?: string,
];

const rest = "The requester can be reached by phone in the afternoon.";

/** Oldest first; the last one is IN164 of the webhook article. */
export const demoTickets: DemoTicket[] = [
  ["Laptop does not wake from sleep", "Incident", "Hardware", "Medium", "Closed"],
  ["Second monitor stays black after docking", "Incident", "Hardware", "Low", "Closed"],
  [
    "New starter in Sales on Monday",
    "Request",
    "Access",
    "Medium",
    "Closed",
    "Needs a laptop, e-mail and CRM access before Monday 09:00.",
  ],
  [
    "VPN drops every ten minutes",
    "Incident",
    "Network",
    "High",
    "Resolved",
    "Since the client update to 5.2. Affects home and mobile connections.",
  ],
  ["Shared mailbox missing after migration", "Incident", "E-mail", "Medium", "Closed"],
  ["Printer on floor 2 prints half pages", "Incident", "Hardware", "Low", "Closed"],
  ["Password reset for the payroll system", "Request", "Access", "High", "Closed"],
  ["Invoices rejected by the scanning gateway", "Incident", "Software", "High", "Resolved"],
  ["Install Robo-cat firmware 2.4 in the lab", "Change", "Software", "Medium", "Closed"],
  ["Desk phone shows “no service”", "Incident", "Telephony", "Medium", "Closed"],
  [
    "CRM is slow between 9 and 10",
    "Problem",
    "Software",
    "High",
    "In progress",
    "Third week in a row. Database CPU is at 95 % in that hour.",
  ],
  ["Calendar invitations arrive one hour off", "Incident", "E-mail", "Low", "Resolved"],
  ["Wi-Fi guest portal certificate expired", "Incident", "Network", "Critical", "Closed"],
  ["Order two replacement keyboards", "Request", "Hardware", "Low", "Closed"],
  ["Access to the finance share for Zoë O’Neill", "Request", "Access", "Medium", "Waiting on user"],
  ["Phone bill export fails with error 0x80070005", "Incident", "Software", "Medium", "In progress"],
  ["Robo-cat Mk 2 does not recognise its base station", "Incident", "Hardware", "Medium", "Open"],
  [
    "Spam filter holds partner mails",
    "Incident",
    "E-mail",
    "High",
    "In progress",
    "Mails from globex.example are quarantined since Tuesday.",
  ],
  ["Replace core switch in Leeds", "Change", "Network", "High", "On hold"],
  ["Two-factor code never arrives", "Incident", "Access", "High", "Open"],
  ["Disk almost full on the build server", "Incident", "Hardware", "Medium", "Resolved"],
  ["Video calls without sound in room 4.12", "Incident", "Hardware", "Low", "Open"],
  ["Licence for the diagram tool", "Request", "Software", "Low", "Waiting on user"],
  ["Backups of the file server fail at night", "Problem", "Software", "Critical", "In progress"],
  [
    "Laptop stolen on the train",
    "Incident",
    "Hardware",
    "Critical",
    "Resolved",
    "Remote wipe was sent at 08:40. A police report follows.",
  ],
  ["Browser shows certificate warning on the intranet", "Incident", "Network", "Medium", "Closed"],
  ["Move three desks to the ground floor", "Request", "Hardware", "Low", "Open"],
  [
    "Hierarchy problem",
    "Incident",
    "Software",
    "Medium",
    "Open",
    "The organization chart shows people under the wrong manager.",
  ],
  ["E-mail signature template is broken", "Incident", "E-mail", "Low", "Open"],
  ["Upgrade database to version 17", "Change", "Software", "High", "Open"],
  ["Headset crackles in calls", "Incident", "Hardware", "Low", "Waiting on user"],
  ["Customer portal answers 502 now and then", "Incident", "Network", "Critical", "In progress"],
  ["Temporary account for the auditors", "Request", "Access", "High", "Open"],
  ["Scanner sends to the wrong folder", "Incident", "Hardware", "Low", "Open"],
  ["Payroll interface delivers duplicates", "Problem", "Software", "High", "Open"],
  ["Cannot open attachments larger than 10 MB", "Incident", "E-mail", "Medium", "Open"],
  ["Robo-cat Mk 2 purrs at night", "Incident", "Software", "Low", "On hold"],
  ["Door badge does not open the lab", "Incident", "Access", "Medium", "In progress"],
  ["Call queue plays the old announcement", "Incident", "Telephony", "Low", "Open"],
  ["Roll back firmware 2.4 for Initech", "Change", "Software", "Medium", "Waiting on user"],
  ["Projector shows green tint", "Incident", "Hardware", "Low", "Open"],
  ["Access review for leavers in October", "Request", "Access", "Medium", "In progress"],
  ["File server slow from Leeds", "Incident", "Network", "High", "Open"],
  ["Expense app crashes on receipt photo", "Incident", "Software", "Medium", "Open"],
  ["Mobile device not compliant", "Incident", "Access", "Medium", "Open"],
  ["Webcam driver update for 40 laptops", "Change", "Hardware", "Low", "Open"],
  ["Phone number porting for the Leeds office", "Request", "Telephony", "Medium", "Open"],
  ["Search in the knowledge base returns nothing", "Incident", "Software", "High", "In progress"],
  ["Nightly export to customer X stopped", "Incident", "Software", "High", "Open"],
  [
    "Two laptops to be replaced under warranty",
    "Incident",
    "Hardware",
    "High",
    "Open",
    `Assets P2425 and FH6354 are handled by the vendor's service desk. ${rest}`,
  ],
];

/** The display id of the webhook article's ticket and the rows of its multi-line form (seed 004). */
export const articleTicket = {
  number: 164,
  assets: [
    { Asset: "P2425", "Asset request date": "2025-04-23" },
    { Asset: "FH6354", "Asset request date": "2025-04-30" },
  ],
};

/** The sample of the article's Request body tab, curly quotes included. */
export const articleBody = `{
  "ticketid": "{{ticket.displayid}}",
  "linkedassets": “{{ticket.linkedassets}}”
}`;
