using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>That one person let one program in. All tokens that came of it are its family, and end with it.</summary>
public sealed class ProgramAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, ProgramClient, ProgramToken>
{
    public Guid OrganizationId { get; init; }

    public Guid UserId { get; init; }

    /// <summary>What its tokens open: one address.</summary>
    public string Resource { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
}
