using Integrations.Core.Jobs;

namespace Integrations.Core.Mail;

/// <summary>A message on its way: written in the transaction of what causes it, and sent by the work engine.</summary>
public sealed class OutgoingMail : ILeased
{
    /// <summary>In characters.</summary>
    public const int AddressMaxLength = 256;

    /// <summary>In characters.</summary>
    public const int SubjectMaxLength = 200;

    /// <summary>Also the message's own id: one that is sent a second time after a crash can be told by it.</summary>
    public Guid Id { get; init; }

    /// <summary>Empty for the hub's own.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The account that gets it; null for an address that has none.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Such as <c>member.invited</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, to find earlier ones by.</summary>
    public required string Topic { get; init; }

    /// <summary>Where it goes; at most 256 characters.</summary>
    public required string Address { get; set; }

    /// <summary>Who gets it, for the header and the greeting; at most 120 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>en</c> or <c>de</c>, in which it was written.</summary>
    public required string Language { get; init; }

    /// <summary>One line in that language, at most 200 characters; it holds no secret.</summary>
    public required string Subject { get; init; }

    /// <summary>Both parts, protected: they may hold a link that lets a person in. Null once it has ended.</summary>
    public string? Ciphertext { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Given up after this: its link would not work any more.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }

    /// <summary>Tries begun so far.</summary>
    public int Attempts { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When the server took it; null while it has not, and for one that was given up.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Sent, or given up.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why the last attempt failed, with the server's own words.</summary>
    public string? LastError { get; set; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}
