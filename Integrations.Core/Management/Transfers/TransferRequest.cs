namespace Integrations.Core.Management.Transfers;

/// <summary>To whom an integration is given.</summary>
/// <param name="Email">A member's address; null for the organization.</param>
public sealed record TransferRequest(string? Email)
{
    /// <summary>One of the organization is made in its place, which administrators connect.</summary>
    public static TransferRequest ToOrganization { get; } = new(Email: null);
}
