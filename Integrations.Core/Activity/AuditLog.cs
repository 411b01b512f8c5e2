using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.Activity;

/// <summary>
/// Adds audit entries to a change's own context, so that both are saved or neither (SECURITY L3). The context links them into
/// their chain when it commits.
/// </summary>
public sealed class AuditLog(TimeProvider clock)
{
    /// <param name="db">The context that saves the change.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="action">Noun and verb, such as <c>integration.created</c>.</param>
    /// <param name="target">What it is done to.</param>
    /// <param name="before">Values before the change, without secrets.</param>
    /// <param name="after">Values after the change, without secrets.</param>
    public void Add(IntegrationsDbContext db, Caller caller, string action, AuditTarget target, object? before = null, object? after = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            OrganizationId = target.OrganizationId ?? caller.OrganizationId,
            ActorUserId = caller.UserId,
            ActorTokenId = caller.TokenId,
            ActorName = Text.Cut(caller.DisplayName, 320),
            Action = action,
            TargetType = target.Type,
            TargetId = target.Id,
            TargetName = Text.Shorten(target.Name, 320),
            Before = Text.Json(before),
            After = Text.Json(after),
            RemoteAddress = Text.Cut(caller.RemoteAddress, 64),
            RequestId = Text.Cut(caller.RequestId, 80),
            // PostgreSQL keeps microseconds; a hash has to find what it was made of.
            OccurredAt = new DateTimeOffset(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
        });
}
