namespace Integrations.Web.Api.Auth;

internal sealed record CallerDocument(Guid? UserId, Guid? TenantId, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Scopes)
{
    /// <summary>Who made the organization's key that was used; absent for people.</summary>
    public MakerDocument? MadeBy { get; init; }
}
