namespace Integrations.Client;

/// <summary>A token, and when it is time for the next.</summary>
internal sealed class HubToken(string text, DateTimeOffset renewAt)
{
    public string Text => text;

    public DateTimeOffset RenewAt => renewAt;

    public override string ToString() => "***";
}
