namespace Integrations.Web.Api.Documents;

/// <summary>Example answers, by operation: the documents' own, with ids as this hub writes them.</summary>
internal static class ResponseExamples
{
    private const string Id = "7b0f8a52-9d0c-4a5e-8f0e-2f6c1d3b4a59";
    private const string Int = "int_7b0f8a529d0c4a5e8f0e2f6c1d3b4a59";

    private const string CompanyIntegration =
        $$"""{ "id": "{{Id}}", "companyId": "1c8f6f0e-31f5-4ad0-9a51-6d4f3f6c9b10", "name": "Slack", "type": "messaging", "status": "active", "config": { "webhookUrl": "https://hooks.slack.com/..." }, "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-01T00:00:00Z" }""";

    private const string Slack =
        $$"""{ "id": "{{Int}}", "type": "zapier", "name": "Slack", "description": "Send messages to Slack channels", "status": "connected", "icon": "slack", "connectedAt": "2025-01-01T00:00:00Z", "lastUsed": "2025-01-06T12:00:00Z", "capabilities": ["send_message", "create_channel", "add_user"] }""";

    private const string ConnectLink =
        $$"""{ "id": "{{Id}}", "state": "waiting", "providers": ["google_calendar"], "for": { "kind": "outside", "label": "Initech, accounting", "reference": "customer-4711" }, "returnUrl": "https://myapp.com/callback", "frameOrigins": [], "createdBy": "Ada Admin", "createdAt": "2025-01-06T12:00:00Z", "expiresAt": "2025-01-13T12:00:00Z" }""";

    private static readonly Dictionary<string, string> ByOperation = new(StringComparer.Ordinal)
    {
        ["GetAuthorizationServer"] = """{ "issuer": "https://hub.example.org", "authorization_endpoint": "https://hub.example.org/oauth/authorize", "token_endpoint": "https://hub.example.org/oauth/token", "revocation_endpoint": "https://hub.example.org/oauth/revoke", "scopes_supported": ["mcp", "read", "write", "admin", "proxy"], "response_types_supported": ["code"], "response_modes_supported": ["query"], "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"], "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"], "revocation_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"], "code_challenge_methods_supported": ["S256"], "authorization_response_iss_parameter_supported": true, "client_id_metadata_document_supported": true }""",
        ["GetToolsResource"] = """{ "resource": "https://hub.example.org/mcp", "authorization_servers": ["https://hub.example.org"], "scopes_supported": ["mcp"], "resource_name": "Tools of an integrations hub", "bearer_methods_supported": ["header"] }""",
        ["GetRoutesResource"] = """{ "resource": "https://hub.example.org", "authorization_servers": ["https://hub.example.org"], "scopes_supported": ["read", "write", "admin", "proxy"], "resource_name": "API of an integrations hub", "bearer_methods_supported": ["header"] }""",
        ["GetSigningKeys"] = """{ "keys": [{ "kty": "EC", "use": "sig", "alg": "ES256", "kid": "01JH…", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" }] }""",
        ["TestIntegration"] = """{ "success": true }""",
        ["SearchExternalEntities"] = """{ "success": true, "results": [{ "id": "external-id", "title": "Event Title", "description": "Event description", "url": "https://...", "metadata": {} }] }""",
        ["GetExternalEntity"] = """{ "success": true, "entity": { "id": "external-id", "title": "Entity Title", "description": "Entity description", "url": "https://...", "metadata": {} } }""",
        ["CompanyListIntegrations"] = $$"""{ "success": true, "data": { "integrations": [{{CompanyIntegration}}] } }""",
        ["CompanyGetIntegration"] = $$"""{ "success": true, "data": {{CompanyIntegration}} }""",
        ["CompanyCreateIntegration"] = $$"""{ "success": true, "message": "Integration created successfully", "data": { "id": "{{Id}}" } }""",
        ["CompanyUpdateIntegration"] = """{ "success": true, "message": "Integration updated successfully" }""",
        ["CompanyDeleteIntegration"] = """{ "success": true, "message": "Integration deleted successfully" }""",
        ["CompanyListLogs"] = $$"""{ "success": true, "data": { "logs": [{ "id": "{{Id}}", "integrationId": "{{Id}}", "status": "success", "message": "Message sent to Slack", "createdAt": "2024-01-01T00:00:00Z" }], "pagination": { "page": 1, "limit": 10, "total": 2, "pages": 1 } } }""",
        ["AutomationListIntegrations"] = $$"""{ "success": true, "data": [{{Slack}}], "pagination": { "nextCursor": "cursor_xyz789", "hasMore": true } }""",
        ["AutomationGetIntegration"] = $$"""{ "success": true, "data": { "id": "{{Int}}", "type": "zapier", "name": "Slack", "description": "Send messages to Slack channels", "status": "connected", "icon": "slack", "connectedAt": "2025-01-01T00:00:00Z", "lastUsed": "2025-01-06T12:00:00Z", "capabilities": [{ "name": "send_message", "description": "Send a message to a channel", "parameters": [{ "name": "channel", "type": "string", "required": true, "description": "Channel ID or name" }, { "name": "text", "type": "string", "required": true, "description": "Message text" }] }, { "name": "create_channel", "description": "Create a new channel", "parameters": [{ "name": "name", "type": "string", "required": true }, { "name": "is_private", "type": "boolean", "required": false }] }], "configuration": { "workspace": "Acme Corp", "defaultChannel": "#general" }, "usageStats": { "totalCalls": 1523, "successfulCalls": 1489, "failedCalls": 34, "successRate": 0.9777 } } }""",
        ["AutomationListAvailable"] = """{ "success": true, "data": [{ "id": "zapier_gmail", "type": "zapier", "name": "Gmail", "description": "Read and send emails via Gmail", "category": "Email", "icon": "gmail", "popularity": 95, "capabilities": ["read_email", "send_email", "search_emails", "organize_emails"] }] }""",
        ["AutomationConnect"] = $$"""{ "success": true, "data": { "id": "{{Int}}", "type": "zapier", "name": "Slack", "status": "pending", "authUrl": "https://zapier.com/auth/...", "message": "Complete the authorization flow" } }""",
        ["AutomationDisconnect"] = $$"""{ "success": true, "data": { "id": "{{Int}}", "status": "disconnected", "disconnectedAt": "2025-01-06T12:00:00Z" } }""",
        ["AutomationTest"] = $$"""{ "success": true, "data": { "id": "{{Int}}", "status": "healthy", "testResult": { "passed": true, "message": "Connection successful", "responseTime": 234, "testedAt": "2025-01-06T12:00:00Z" } } }""",
        ["AutomationRunAction"] = """{ "success": true, "data": { "action": "send_message", "result": { "success": true, "messageId": "msg_xyz789", "channel": "#general", "timestamp": "2025-01-06T12:00:00Z" }, "executionTime": 456 } }""",
        ["AutomationCreateWebhook"] = """{ "success": true, "data": { "id": "wh_7b0f8a529d0c4a5e8f0e2f6c1d3b4a59", "name": "My Custom Integration", "url": "https://myapp.com/jobsprint-webhook", "events": ["workflow.executed", "workflow.failed"], "secret": "my_secret_key", "active": true, "createdAt": "2025-01-06T00:00:00Z" } }""",
        ["AutomationListLogs"] = """{ "success": true, "data": [{ "logId": "log_7b0f8a529d0c4a5e8f0e2f6c1d3b4a59", "action": "send_message", "status": "success", "input": { "channel": "#general", "text": "Hello!" }, "output": { "messageId": "msg_xyz789" }, "executionTime": 456, "timestamp": "2025-01-06T12:00:00Z" }], "pagination": { "hasMore": false } }""",
        ["CreateConnectLink"] = $$"""{ "link": {{ConnectLink}}, "url": "https://hub.example.org/connect/with/itl_…", "mailed": false }""",
        ["ListConnectLinks"] = $$"""{ "links": [{{ConnectLink}}], "total": 1, "limit": 50, "offset": 0 }""",
        ["GetConnectLink"] = ConnectLink,
        ["RevokeConnectLink"] = ConnectLink,
        ["ListAccountStatus"] = """{ "success": true, "integrations": { "github": { "connected": true, "username": "johndoe", "email": "john@example.com", "avatarUrl": "https://...", "connectedAt": "2024-01-01T00:00:00Z" }, "googleCalendar": { "connected": true, "email": "john@example.com", "tokenExpiry": "2024-01-31T00:00:00Z", "avatarUrl": "https://..." } } }""",
        ["GetGitHubStatus"] = """{ "success": true, "connected": true, "username": "johndoe", "email": "john@example.com", "avatarUrl": "https://...", "connectedAt": "2024-01-01T00:00:00Z" }""",
        ["GetGoogleCalendarStatus"] = """{ "success": true, "connected": true, "email": "john@example.com", "tokenExpiry": "2024-01-31T00:00:00Z", "avatarUrl": "https://..." }""",
    };

    public static string? Find(string operation) => ByOperation.GetValueOrDefault(operation);
}
