namespace Integrations.Core.Storage.KeyRing;

/// <summary>A column of stored secrets that is protected again when the key ring gets a newer key (SECURITY T3). Each feature registers its own.</summary>
public abstract class ReencryptedColumn
{
    /// <summary>Entity and property, such as <c>Connection.Ciphertext</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Protects again what an older key protects and can be read.</summary>
    /// <param name="mark">What a text begins with that the newest key protects.</param>
    /// <returns>How many rows were written.</returns>
    public abstract Task<int> RenewAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken);

    /// <summary>How many rows an older key protects.</summary>
    public abstract Task<int> CountAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken);
}
