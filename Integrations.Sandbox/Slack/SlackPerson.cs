namespace Integrations.Sandbox.Slack;

internal sealed record SlackPerson(string Id, string Handle, string Name, string DisplayName, string? Email, DateTimeOffset Updated)
{
    public bool IsBot { get; init; }

    public bool Deleted { get; init; }
}
