namespace Integrations.Core.Linking.Accounts;

/// <summary>An administrator said that an account is not this person's: it is not proposed again until they take that back.</summary>
public sealed class RefusedAccount
{
    /// <summary>In characters; longer names are cut.</summary>
    public const int TitleMaxLength = 200;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Whose account it is not; the refusal goes with them.</summary>
    public Guid PersonId { get; init; }

    /// <summary>The system that the account is in; the refusal goes with it.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>The vendor's.</summary>
    public required string ExternalEntityId { get; init; }

    /// <summary>What the account was called then.</summary>
    public required string Title { get; init; }

    /// <summary>Who said so; null where a key of the organization did.</summary>
    public Guid? RefusedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset RefusedAt { get; init; }
}
