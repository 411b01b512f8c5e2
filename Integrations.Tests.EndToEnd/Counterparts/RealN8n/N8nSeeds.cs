namespace Integrations.Tests.EndToEnd.Counterparts.RealN8n;

/// <summary>The workflows that the tests find in a real n8n; made through its public API.</summary>
internal static class N8nSeeds
{
    public const string WebhookHeader = "X-Webhook-Key";
    public const string WebhookKey = "key-of-the-webhooks";
    public const int Reviews = 12;

    public static async Task<IReadOnlyDictionary<string, string>> CreateAsync(N8nInstance n8n)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        var credential = await n8n.ApiAsync(HttpMethod.Post, "/credentials", new { name = "Header", type = "httpHeaderAuth", data = new { name = WebhookHeader, value = WebhookKey } });
        var header = new { httpHeaderAuth = new { id = credential.GetProperty("id").GetString(), name = "Header" } };

        async Task AddAsync(string name, bool active, params object[] nodes) => made[name] = await n8n.AddWorkflowAsync(Workflow(name, nodes), active);

        await AddAsync("Notify on new lead", true, Webhook("lead", "POST", "onReceived"), Node("Fields", "set", 3.4, new { }));
        await AddAsync("Look up a customer", true, Webhook("customer", "GET", "lastNode"), Fields(("customer", "Northwind"), ("asked", "={{ $json.query.email }}")));
        await AddAsync(
            "Create an order", true, Webhook("orders/:customerId", "POST", "responseNode", header),
            Node("Respond", "respondToWebhook", 1.1, new { respondWith = "json", responseBody = "={{ { received: $json.body, parameters: $json.params } }}", options = new { responseCode = 201 } }));
        await AddAsync("Charge a card", true, Webhook("charge", "POST", "lastNode"), Node("Stop", "stopAndError", 1, new { errorMessage = "The card was declined" }));
        await AddAsync("Import contacts", false, Webhook("contacts", "POST", "onReceived"), Node("Fields", "set", 3.4, new { }));
        await AddAsync("Approve a purchase", true, Webhook("purchase", "POST", "onReceived"), Node("Wait", "wait", 1.1, new { amount = 1, unit = "hours" }));
        await AddAsync("Fail after answering", true, Webhook("later", "POST", "onReceived"), Node("Stop", "stopAndError", 1, new { errorMessage = "It went wrong later" }));
        await AddAsync("Ask an address", true, Webhook("ask", "POST", "lastNode"), Node("HTTP Request", "httpRequest", 4.2, new
        {
            method = "={{ $json.body.method }}",
            url = "={{ $json.body.url }}",
            sendHeaders = true,
            headerParameters = new { parameters = new[] { new { name = "Authorization", value = "=Bearer {{ $json.body.token }}" } } },
            sendBody = "={{ $json.body.method === 'POST' }}",
            specifyBody = "json",
            jsonBody = "={{ $json.body.send }}",
            options = new { },
        }));
        for (var i = 1; i <= Reviews; i++)
        {
            await AddAsync($"Quarterly review {i}", false, Node("Start", "manualTrigger", 1, new { }), Node("Fields", "set", 3.4, new { }));
        }

        await AddAsync("Old newsletter", false, Node("Start", "manualTrigger", 1, new { }));
        await n8n.RestAsync(HttpMethod.Post, $"/workflows/{made["Old newsletter"]}/archive");
        return made;
    }

    public static object Workflow(string name, params object[] nodes)
    {
        var names = nodes.Select(node => (string)node.GetType().GetProperty("name")!.GetValue(node)!).ToList();
        return new
        {
            name,
            nodes,
            connections = names.Zip(names.Skip(1)).ToDictionary(pair => pair.First, pair => (object)new { main = new[] { new[] { new { node = pair.Second, type = "main", index = 0 } } } }, StringComparer.Ordinal),
            settings = new { executionOrder = "v1" },
        };
    }

    public static object Webhook(string path, string method, string mode, object? credentials = null, object? options = null) => new
    {
        id = Guid.NewGuid(),
        name = "Webhook",
        type = "n8n-nodes-base.webhook",
        typeVersion = 2,
        position = new[] { 0, 0 },
        webhookId = Guid.NewGuid(),
        parameters = new { path, httpMethod = method, responseMode = mode, authentication = credentials is null ? "none" : "headerAuth", options = options ?? new { } },
        credentials = credentials ?? new { },
    };

    public static object Node(string name, string type, double version, object parameters) => new
    {
        id = Guid.NewGuid(),
        name,
        type = $"n8n-nodes-base.{type}",
        typeVersion = version,
        position = new[] { 200, 0 },
        parameters,
    };

    private static object Fields(params (string Name, string Value)[] fields) => Node("Fields", "set", 3.4, new
    {
        assignments = new { assignments = fields.Select((field, index) => new { id = $"{index}", name = field.Name, value = field.Value, type = "string" }) },
        options = new { },
    });
}
