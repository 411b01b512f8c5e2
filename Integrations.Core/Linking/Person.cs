using Integrations.Core.Storage;

namespace Integrations.Core.Linking;

/// <summary>Someone the organization works with; not necessarily a user of the hub.</summary>
public sealed class Person : IVersioned
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 120;

    /// <summary>In characters.</summary>
    public const int EmailMaxLength = 320;

    /// <summary>In characters.</summary>
    public const int JobTitleMaxLength = 120;

    /// <summary>In characters.</summary>
    public const int NotesMaxLength = 4_000;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>1 to 120 characters.</summary>
    public required string Name { get; set; }

    /// <summary>At most 320 characters, by which events of calendars find the person; null for none.</summary>
    public string? Email { get; set; }

    /// <summary>At most 120 characters; null for none.</summary>
    public string? JobTitle { get; set; }

    /// <summary>At most 4,000 characters of plain text; null for none.</summary>
    public string? Notes { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
