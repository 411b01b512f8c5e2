namespace Integrations.Web.Api.Documents;

/// <summary>Example requests, by operation: the documents' own where they have one.</summary>
internal static class RequestExamples
{
    private static readonly Dictionary<string, string> ByOperation = new(StringComparer.Ordinal)
    {
        ["CreateAccessToken"] = """{ "email": "admin@acme.test", "password": "…" }""",
        ["SearchExternalEntities"] = """{ "query": "search term", "startDate": "2024-01-01", "endDate": "2024-12-31", "limit": 50 }""",
        ["UpdateProvider"] = """{ "description": "Issues and pull requests of our repositories" }""",
        ["UpdateProviderStatus"] = """{ "status": "deprecated" }""",
        ["UpdateProviderAudience"] = """{ "audience": "tenant" }""",
        ["CreateInstance"] = """{ "integrationId": "github", "name": "GitHub", "searchEnabled": true, "allowedShardTypes": ["Person"] }""",
        ["UpdateInstance"] = """{ "name": "GitHub of the platform team", "tags": ["platform", "pilot"] }""",
        ["StartOAuth"] = """{ "returnUrl": "/integrations" }""",
        ["StartUserOAuth"] = """{ "returnUrl": "/me/connections" }""",
        ["ConnectApiKey"] = """{ "apiKey": "ghp_…", "displayName": "Platform team" }""",
        ["ConnectBasic"] = """{ "username": "ada@acme.test", "password": "…" }""",
        ["ConnectCustom"] = """{ "credentials": { "url": "https://your-app.com/webhook" } }""",
        ["CreateConnectLink"] = """{ "providers": ["google_calendar"], "for": { "kind": "outside", "label": "Initech, accounting", "reference": "customer-4711" }, "returnUrl": "https://myapp.com/callback", "expiresInDays": 7 }""",
        ["UpdateCredentials"] = """{ "credentialType": "api_key", "credentials": { "apiKey": "ghp_…" } }""",
        ["SearchAll"] = """{ "query": "roadmap", "entities": ["issue"], "filters": { "dateRange": { "start": "2024-01-01" } }, "limit": 10 }""",
        ["CompanyCreateIntegration"] = """{ "name": "Slack", "type": "messaging", "config": { "webhookUrl": "https://hooks.slack.com/..." } }""",
        ["CompanyUpdateIntegration"] = """{ "name": "Updated Integration", "type": "messaging", "config": { "webhookUrl": "https://hooks.slack.com/updated" }, "status": "inactive" }""",
        ["AutomationConnect"] = """{ "authType": "oauth", "redirectUrl": "https://myapp.com/callback" }""",
        ["AutomationRunAction"] = """{ "parameters": { "channel": "#general", "text": "Hello!" } }""",
        ["AutomationCreateWebhook"] = """{ "name": "My Custom Integration", "url": "https://myapp.com/webhook", "events": ["workflow.executed", "workflow.failed"], "secret": "my_secret_key" }""",
    };

    public static string? Find(string operation) => ByOperation.GetValueOrDefault(operation);
}
