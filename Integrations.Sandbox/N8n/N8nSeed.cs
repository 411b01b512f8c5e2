using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.N8n;

/// <summary>What an account's instance holds on a fresh start.</summary>
internal static class N8nSeed
{
    /// <summary>The value that webhooks with header authentication ask for, under <see cref="WebhookHeader"/>.</summary>
    public const string WebhookKey = "sandbox-webhook-key";

    public const string WebhookHeader = "X-Webhook-Key";

    /// <summary>Paths are unique within an instance, and all accounts share one: the account's name ends them.</summary>
    public static string PathSuffix(SandboxAccount account) => "-" + account.Email.Split('@')[0];

    public static IEnumerable<N8nWorkflowRecord> Workflows(SandboxAccount account, DateTimeOffset now)
    {
        var end = PathSuffix(account);
        yield return Workflow(account, "Notify on new lead", now.AddDays(-40), active: true, ["Production", "Sales"], Webhook(account, "lead", "new-lead" + end, "POST", "onReceived"), Node("Slack", "n8n-nodes-base.slack"));
        yield return Workflow(account, "Look up a customer", now.AddDays(-30), active: true, ["Production"], Webhook(account, "customer", "customer" + end, "GET", "lastNode"), Node("CRM", "n8n-nodes-base.httpRequest"));
        yield return Workflow(account, "Create an order", now.AddDays(-20), active: true, ["Production", "Sales"], Webhook(account, "order", $"orders{end}/:customerId", "POST", "responseNode", "headerAuth"), Node("Respond to Webhook", "n8n-nodes-base.respondToWebhook"));
        yield return Workflow(account, "Charge a card", now.AddDays(-15), active: true, ["Staging"], Webhook(account, "charge", "charge" + end, "POST", "lastNode"), Node("Stop and Error", "n8n-nodes-base.stopAndError"));
        yield return Workflow(account, "Import contacts", now.AddDays(-10), active: false, ["Staging"], Webhook(account, "contacts", "contacts" + end, "POST", "onReceived"), Node("Postgres", "n8n-nodes-base.postgres"));
        yield return Workflow(account, "Approve a purchase", now.AddDays(-12), active: true, ["Staging"], Webhook(account, "purchase", "purchase" + end, "POST", "onReceived"), Node("Wait", "n8n-nodes-base.wait"));
        yield return Workflow(account, "Nightly report", now.AddDays(-60), active: true, ["Production"], Node("Every night", "n8n-nodes-base.scheduleTrigger"), Node("Send Email", "n8n-nodes-base.emailSend"));
        yield return Workflow(account, "Old newsletter", now.AddDays(-300), active: false, [], Node("Start", "n8n-nodes-base.manualTrigger")) with { IsArchived = true };
    }

    public static IEnumerable<N8nWorkflowRecord> Themes(SandboxAccount account, DateTimeOffset now, int count) =>
        Enumerable.Range(0, count).Select(i =>
        {
            var theme = DemoThemes.All[i % DemoThemes.All.Count];
            var name = i < DemoThemes.All.Count ? theme.Meeting : $"{theme.Meeting} {i + 1}";
            return Workflow(account, name, now.AddHours(-i - 1), active: false, [], Node("Start", "n8n-nodes-base.manualTrigger"), Node("Edit Fields", "n8n-nodes-base.set"));
        });

    public static void AddExecutions(N8nWorld world, SandboxAccount account, DateTimeOffset now)
    {
        var random = SandboxSeed.For("n8n", account);
        var workflows = world.Workflows.Where(workflow => workflow.ActiveVersionId is not null).ToList();
        for (var hours = 120; hours > 0; hours -= 2)
        {
            var workflow = random.Pick(workflows);
            var failed = workflow.Name == "Charge a card" || random.Chance(0.1);
            world.AddExecution(workflow, workflow.Nodes[0].Type == N8nNode.Webhook ? "webhook" : "trigger", failed ? "error" : "success", now.AddHours(-hours), TimeSpan.FromMilliseconds(random.Between(200, 9_000)));
        }
    }

    private static N8nWorkflowRecord Workflow(SandboxAccount account, string name, DateTimeOffset createdAt, bool active, string[] tags, params N8nNode[] nodes)
    {
        var version = SandboxSeed.Guid("n8n-version", account.Email, name).ToString("D");
        return new N8nWorkflowRecord(Id(account, name), name, nodes, tags, createdAt)
        {
            ActiveVersionId = active ? version : null,
            VersionId = version,
            UpdatedAt = createdAt.AddHours(1),
        };
    }

    private static N8nNode Webhook(SandboxAccount account, string key, string path, string method, string mode, string authentication = "none") =>
        new("Webhook", N8nNode.Webhook, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["path"] = path,
            ["httpMethod"] = method,
            ["responseMode"] = mode,
            ["authentication"] = authentication,
        }, SandboxSeed.Guid("n8n-webhook", account.Email, key).ToString("D"));

    private static N8nNode Node(string name, string type) => new(name, type, new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>16 letters and digits, as n8n's are.</summary>
    private static string Id(SandboxAccount account, string name)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return string.Concat(SandboxSeed.Guid("n8n-workflow", account.Email, name).ToByteArray().Select(b => Alphabet[b % Alphabet.Length]));
    }
}
