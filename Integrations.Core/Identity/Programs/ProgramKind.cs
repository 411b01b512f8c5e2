namespace Integrations.Core.Identity.Programs;

/// <summary>How the hub knows a program that signs in by itself.</summary>
public enum ProgramKind
{
    /// <summary>An administrator of an organization entered it; people of that organization may let it in.</summary>
    Registered,

    /// <summary>An administrator entered it; it acts for the organization, with its id and secret, and for no person.</summary>
    Service,

    /// <summary>Its client id is the address of a document that describes it (client id metadata document).</summary>
    Document,

    /// <summary>It registered itself (RFC 7591); nothing that it says of itself was checked.</summary>
    SelfRegistered,
}
