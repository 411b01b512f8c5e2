namespace Integrations.Sandbox.Zapier;

internal sealed record ZapierRecord(string Id, string App, string Text, DateTimeOffset At);
