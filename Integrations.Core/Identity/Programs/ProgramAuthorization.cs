using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>That one person let one program in. All tokens that came of it are its family, and end with it.</summary>
public sealed class ProgramAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, ProgramClient, ProgramToken>
{
    /// <summary>Of the person when they let it in; where they have left, its tokens open nothing.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The person who let it in, and as whom its tokens act.</summary>
    public Guid UserId { get; init; }

    /// <summary>What its tokens open: one address.</summary>
    public string Resource { get; init; } = "";

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
