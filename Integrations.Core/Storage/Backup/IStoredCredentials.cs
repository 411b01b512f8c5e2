namespace Integrations.Core.Storage.Backup;

/// <summary>What a restored database has to be able to open: the credentials that the hub works with.</summary>
public interface IStoredCredentials
{
    /// <summary>Tries all of them; asks for nothing that an older schema may lack.</summary>
    /// <returns>How many the key ring opens, of how many.</returns>
    Task<(int Readable, int Total)> CountReadableAsync(IntegrationsDbContext db, CancellationToken cancellationToken);
}
