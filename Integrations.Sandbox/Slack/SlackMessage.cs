namespace Integrations.Sandbox.Slack;

internal sealed record SlackMessage(SlackChannel Channel, string Ts, string Author, string Handle, string Text, string? ThreadTs);
