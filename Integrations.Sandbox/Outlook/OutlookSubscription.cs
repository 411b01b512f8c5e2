namespace Integrations.Sandbox.Outlook;

internal sealed record OutlookSubscription(string Id, string ChangeType, string Resource, Uri NotificationUrl, string? ClientState, bool ImmutableIds)
{
    public DateTimeOffset ExpiresAt { get; set; }
}
