using Integrations.Core.Storage;

namespace Integrations.Core.Identity.Programs;

/// <summary>Which programs besides its own an organization lets its members let in.</summary>
public sealed class ProgramRules : IVersioned
{
    /// <summary>The row's key: an organization has one. Without a row the defaults hold.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Those whose client id is the address of a document: its host answers for what it says.</summary>
    public bool AllowsDocuments { get; set; } = true;

    /// <summary>Those that registered themselves: nothing answers for what they say.</summary>
    public bool AllowsSelfRegistered { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether members may let this program in; one that was registered only in its own organization.</summary>
    public bool Allows(ProgramClient client) => client.Kind switch
    {
        ProgramKind.Document => AllowsDocuments,
        ProgramKind.SelfRegistered => AllowsSelfRegistered,
        _ => client.OrganizationId == OrganizationId,
    };
}
