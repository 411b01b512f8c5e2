namespace Integrations.Core.Notices;

/// <summary>What people are told of, each by itself switched to the app, to mail, to both or to neither.</summary>
public enum NoticeKind
{
    /// <summary>A connection does not work until a person connects again.</summary>
    ConnectionBroken,

    /// <summary>A connection ends soon, or cannot renew itself now.</summary>
    ConnectionExpiring,

    /// <summary>An integration was given to the person, or to the organization; it waits for a connection.</summary>
    IntegrationReceived,

    /// <summary>An integration that was the person's is another's now.</summary>
    IntegrationGivenAway,

    /// <summary>For administrators, each week: what works, what does not, and how much was done.</summary>
    WeeklySummary,
}
