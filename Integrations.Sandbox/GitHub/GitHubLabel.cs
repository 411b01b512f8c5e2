namespace Integrations.Sandbox.GitHub;

internal sealed record GitHubLabel(string Name, string Color, string? Description);
