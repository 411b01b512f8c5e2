using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Kind">member, any_member or outside.</param>
/// <param name="UserId">The member; of any_member the one who opened it.</param>
/// <param name="Email">Theirs, or the one that was given.</param>
internal sealed record ConnectLinkForResponse([property: OneOf("member", "any_member", "outside")] string Kind, Guid? UserId, string? Email, string? Label, string? Reference);
