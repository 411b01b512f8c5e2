namespace Integrations.Sandbox.Slack;

internal sealed record SlackChannel(string Id, string Name, bool IsPrivate, string Creator, DateTimeOffset Created)
{
    public string Purpose { get; init; } = "";

    public bool IsMember { get; set; }

    public bool IsArchived { get; init; }
}
