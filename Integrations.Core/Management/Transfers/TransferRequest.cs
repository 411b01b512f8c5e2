namespace Integrations.Core.Management.Transfers;

/// <summary>To whom an integration is given.</summary>
/// <param name="Email">A member's address; null for the organization.</param>
public sealed record TransferRequest(string? Email)
{
    public static TransferRequest ToOrganization { get; } = new(Email: null);
}
