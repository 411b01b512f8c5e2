using Integrations.Core.Storage;

namespace Integrations.Core.Linking;

/// <summary>Someone the organization works with; not necessarily a user of the hub.</summary>
public sealed class Person : IVersioned
{
    public const int NameMaxLength = 120;
    public const int EmailMaxLength = 320;
    public const int JobTitleMaxLength = 120;
    public const int NotesMaxLength = 4_000;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string Name { get; set; }

    public string? Email { get; set; }

    public string? JobTitle { get; set; }

    public string? Notes { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}
