namespace Integrations.Core.Management.Transfers;

/// <summary>To whom an integration is given.</summary>
/// <param name="Email">A member's address; null for the organization.</param>
public sealed record TransferRequest(string? Email)
{
    /// <summary>It becomes an integration of the organization, which administrators connect anew.</summary>
    public static TransferRequest ToOrganization { get; } = new(Email: null);
}
