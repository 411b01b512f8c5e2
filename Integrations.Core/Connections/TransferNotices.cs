using Integrations.Core.Instances;
using Integrations.Core.Notices;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;

namespace Integrations.Core.Connections;

/// <summary>Tells both sides of a transfer: who received it, or the administrators for the organization, and whose it was.</summary>
public sealed class TransferNotices(NoticeWriter writer)
{
    /// <summary>Adds them; the caller saves.</summary>
    /// <param name="db">Where the transfer is saved.</param>
    /// <param name="caller">Who did it.</param>
    /// <param name="former">As it was.</param>
    /// <param name="next">As it goes on.</param>
    /// <param name="receiver">Whose it is now, for people; null for the organization.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal async Task AddAsync(IntegrationsDbContext db, Caller caller, IntegrationInstance former, IntegrationInstance next, string? receiver, CancellationToken cancellationToken)
    {
        await writer.AddAsync(
            db, new NoticeNews(NoticeKind.IntegrationReceived, next.OrganizationId, next.OwnerUserId, next.Id, next.Name, caller.DisplayName, DueAt: null, $"/integrations/{next.Id}"), cancellationToken);
        await writer.AddAsync(
            db, new NoticeNews(NoticeKind.IntegrationGivenAway, former.OrganizationId, former.OwnerUserId, former.Id, former.Name, receiver, DueAt: null, "/integrations"), cancellationToken);
    }
}
