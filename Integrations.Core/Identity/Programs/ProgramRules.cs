using Integrations.Core.Storage;

namespace Integrations.Core.Identity.Programs;

/// <summary>Which programs besides its own an organization lets its members let in.</summary>
public sealed class ProgramRules : IVersioned
{
    public Guid OrganizationId { get; init; }

    /// <summary>Those whose client id is the address of a document: its host answers for what it says.</summary>
    public bool AllowsDocuments { get; set; } = true;

    /// <summary>Those that registered themselves: nothing answers for what they say.</summary>
    public bool AllowsSelfRegistered { get; set; }

    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public bool Allows(ProgramClient client) => client.Kind switch
    {
        ProgramKind.Document => AllowsDocuments,
        ProgramKind.SelfRegistered => AllowsSelfRegistered,
        _ => client.OrganizationId == OrganizationId,
    };
}
