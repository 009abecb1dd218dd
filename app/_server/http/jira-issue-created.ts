/**
 * The body of Jira Cloud's webhook "jira:issue_created" in its documented shape
 * (developer.atlassian.com/server/jira/platform/webhooks), people and addresses made up. For tests.
 */
export function jiraIssueCreated(id: number, fields: Record<string, unknown> = {}) {
  const site = "https://acme.atlassian.net";
  const reporter = {
    self: `${site}/rest/api/2/user?accountId=5b10a2844c20165700ede21g`,
    accountId: "5b10a2844c20165700ede21g",
    avatarUrls: { "48x48": "https://avatar.example/48", "24x24": "https://avatar.example/24" },
    displayName: "Mia Krystof",
    active: true,
    timeZone: "Australia/Sydney",
    accountType: "atlassian",
  };
  const priority: { self: string; iconUrl: string; name: string; id: string } | null = {
    self: `${site}/rest/api/2/priority/2`,
    iconUrl: `${site}/images/icons/priorities/high.svg`,
    name: "High",
    id: "2",
  };
  return {
    timestamp: 1_525_698_237_764,
    webhookEvent: "jira:issue_created",
    issue_event_type_name: "issue_created",
    user: reporter,
    issue: {
      id: String(id),
      self: `${site}/rest/api/2/issue/${id}`,
      key: `HD-${id}`,
      fields: {
        summary: "Checkout fails with “card declined” – all cards",
        description: 'Since 14:00 every payment fails.\r\n\r\n{code}{"error": "declined"}{code}\r\nSteps: pay 1 €.',
        issuetype: { self: `${site}/rest/api/2/issuetype/10004`, id: "10004", name: "Bug", subtask: false },
        project: { self: `${site}/rest/api/2/project/10000`, id: "10000", key: "HD", name: "Help desk" },
        priority,
        status: {
          self: `${site}/rest/api/2/status/10000`,
          name: "To Do",
          id: "10000",
          statusCategory: { id: 2, key: "new", colorName: "blue-gray", name: "To Do" },
        },
        reporter,
        creator: reporter,
        assignee: null,
        labels: ["payments", "production"],
        components: [],
        created: "2026-11-21T15:23:57.764+0100",
        updated: "2026-11-21T15:23:57.764+0100",
        duedate: null,
        customfield_10016: 3.5,
        customfield_10019: "0|i0001z:",
        ...fields,
      },
    },
    changelog: {
      id: "10236",
      items: [{ field: "status", fieldtype: "jira", from: null, fromString: null, to: "10000", toString: "To Do" }],
    },
  };
}
