using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage.KeyRing;

internal static class ReencryptionRegistration
{
    /// <summary>A column that the vault protects.</summary>
    /// <param name="kind">As the vault is told it, such as <c>connection</c>.</param>
    /// <param name="field">As the vault is told it, such as <c>credential</c>.</param>
    /// <param name="key">The key's property.</param>
    /// <param name="column">The secret's property.</param>
    /// <param name="rows">All rows of the entity.</param>
    public static IServiceCollection AddReencrypted<TEntity>(
        this IServiceCollection services, string kind, string field, string key, string column, Func<IntegrationsDbContext, IQueryable<ProtectedRow<Guid>>> rows)
        where TEntity : class =>
        services.AddSingleton<ReencryptedColumn>(provider => new ReencryptedEntityColumn<TEntity, Guid>(
            key, column, rows, row => provider.GetRequiredService<CredentialVault>().Renew(kind, row.OrganizationId, row.Id, field, row.Ciphertext!)));

    /// <summary>A column that a protector of its own protects.</summary>
    public static IServiceCollection AddReencrypted<TEntity, TKey>(
        this IServiceCollection services, string key, string column, Func<IntegrationsDbContext, IQueryable<ProtectedRow<TKey>>> rows, Func<IDataProtectionProvider, TKey, IDataProtector> protector)
        where TEntity : class
        where TKey : notnull =>
        services.AddSingleton<ReencryptedColumn>(provider => new ReencryptedEntityColumn<TEntity, TKey>(
            key, column, rows, row => Renew(protector(provider.GetRequiredService<IDataProtectionProvider>(), row.Id), row.Ciphertext!)));

    private static string? Renew(IDataProtector protector, string ciphertext)
    {
        try
        {
            return protector.Protect(protector.Unprotect(ciphertext));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
