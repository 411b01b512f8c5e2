using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Core.Storage.KeyRing;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>The credentials of living connections.</summary>
internal sealed class StoredCredentials(CredentialVault vault) : IStoredCredentials
{
    public async Task<(int Readable, int Total)> CountReadableAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var (readable, total) = (0, 0);
        // Ids and ciphertexts only: the archive's schema may be older than the model.
        await foreach (var stored in db.Connections.AsNoTracking().Where(c => c.Ciphertext != null && c.DisconnectedAt == null).Select(c => new { c.Id, c.OrganizationId, c.Ciphertext })
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            total++;
            readable += vault.Open("connection", stored.OrganizationId, stored.Id, "credential", stored.Ciphertext!) is null ? 0 : 1;
        }

        return (readable, total);
    }
}
