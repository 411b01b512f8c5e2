namespace Integrations.Core.Identity.OpenId;

/// <summary>A domain of e-mail addresses whose people sign in with their organization's provider. It belongs to one organization of the hub.</summary>
public sealed class OrganizationSignInDomain
{
    /// <summary>In characters, as DNS has it (RFC 1035).</summary>
    public const int DomainMaxLength = 253;

    /// <summary>As DNS has it, in small letters, such as <c>acme.example</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>Whose members have such addresses.</summary>
    public Guid OrganizationId { get; init; }
}
