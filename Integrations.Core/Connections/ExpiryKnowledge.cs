namespace Integrations.Core.Connections;

/// <summary>What is known of a credential's end.</summary>
public enum ExpiryKnowledge
{
    /// <summary>The vendor did not tell: treated as short, shown as unknown, never as "never".</summary>
    Unknown,

    /// <summary>The vendor named an end, and the connection has it as <c>ExpiresAt</c>.</summary>
    Known,

    /// <summary>The vendor says that it does not end by itself.</summary>
    DoesNotExpire,
}
